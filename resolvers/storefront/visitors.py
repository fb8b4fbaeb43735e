"""Visitors of the storefront: who asks, and on which website (R12.1)."""

from resolvers.context import Info, signed_in_customer
from resolvers.storefront.loaders import ProgrammeLoader, loader_of
from services.programme.programme import Programme
from services.storefront.visitors import Visitor, receive


def visitor(info: Info) -> Visitor:
    """Return the customer who asks, and the website named. Raises Unauthorized, Forbidden."""
    return receive(
        customer_id=signed_in_customer(info),
        store=info.context.store,
        token_website_code=_token_website_code(info),
    )


async def visitors_programme(info: Info) -> Programme:
    """Return the programme of the customer who asks.

    Raises Unauthorized, Forbidden, and NotFound for a website that does not exist.
    """
    asking = visitor(info)
    audience = (asking.website_code, asking.customer_id)
    return await loader_of(info, ProgrammeLoader).load(audience)


async def public_programme(info: Info) -> Programme:
    """Return the programme of the website that anybody asks about.

    Raises NotFound for a website that does not exist.
    """
    bearer = info.context.bearer
    audience = (
        info.context.store or _token_website_code(info),
        bearer.subject if bearer else None,
    )
    return await loader_of(info, ProgrammeLoader).load(audience)


def _token_website_code(info: Info) -> str | None:
    bearer = info.context.bearer
    return bearer.website_code if bearer else None
