"""Welcome text of `make run`: addresses, two tokens, and a query to paste."""

import typer

from cli.signing import token_rules
from sample.past import SHOWN_CUSTOMER
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from settings import read_settings

_DAYS = 30

_QUERY = "{ customer { reward_points { balance { points money { value currency } } } } }"
_TEXT = """
Guerdon serves {url} in a moment; stop it with Ctrl-C.

  Admin app, signed in: open this address
    {url}/admin#token={admin_token}

{demo_shop}  GraphiQL, storefront   {url}/graphql
  GraphiQL, admin        {url}/graphql/admin
  Links to all there is  {url}/

Tokens for the sample shop, good for {days} days:

  customer {customer}
    {customer_token}
  admin
    {admin_token}

More tokens: ./guerdon token --customer ID, or --scope admin.

A first query, {customer}'s balance, to paste into another terminal:

  curl -s {url}/graphql -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer {customer_token}' \\
    -d '{{"query":"{query}"}}'
"""


def show_welcome() -> None:
    """Print the welcome. Raises WrongSetting where there is no secret to sign with."""
    settings = read_settings()
    rules = token_rules(settings)
    typer.echo(
        welcome(
            url=settings.public_url,
            rules=rules,
            customer_id=SHOWN_CUSTOMER,
            has_demo_shop=settings.sandbox,
        )
    )


def welcome(*, url: str, rules: TokenRules, customer_id: str, has_demo_shop: bool) -> str:
    """Return the text that welcomes somebody who has just started the sample shop at `url`."""
    ttl_seconds = _DAYS * 86_400
    return _TEXT.format(
        url=url,
        days=_DAYS,
        demo_shop=f"  Demo shop              {url}/demo\n" if has_demo_shop else "",
        query=_QUERY,
        customer=customer_id,
        customer_token=issue_customer_token(
            rules=rules, customer_id=customer_id, ttl_seconds=ttl_seconds
        ),
        admin_token=issue_admin_token(
            rules=rules, subject="admin", scopes=["admin"], ttl_seconds=ttl_seconds
        ),
    )
