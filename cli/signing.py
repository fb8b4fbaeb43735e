"""The rules that the command line signs tokens by."""

from services.access.bearer import CustomerClaims
from services.access.tokens import TokenRules
from settings import Settings


def token_rules(settings: Settings) -> TokenRules:
    """Return what tokens are signed with. Raises WrongSetting where there is no secret."""
    return TokenRules(
        secret=settings.with_local_secret().signing_secret,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        customers=CustomerClaims(settings.jwt_customer_claim, settings.customer_id_format),
    )
