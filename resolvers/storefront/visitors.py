"""Visitors of the storefront: who asks, and on which website (R12.1)."""

from resolvers.context import Info, signed_in_customer
from resolvers.loaders import loader_of
from resolvers.storefront.history_ahead import entries_ahead
from resolvers.storefront.loaders import Answers, ProgrammeLoader, StoreLoader
from services.command.caller import CallerKind
from services.programme.programme import Programme
from services.storefront.visitors import Guest, Reader, Visitor, receive
from services.storefront.visits import Visit, read_visit


async def visitor(info: Info) -> Visitor:
    """Return the customer who asks, and the website named. Raises Unauthorized, Forbidden."""
    return receive(
        customer_id=signed_in_customer(info),
        store_website_code=await store_website_code(info),
        token_website_code=token_website_code(info),
    )


async def visit(info: Info) -> Visit:
    """Return the visit of the customer who asks; what it says is not looked up again.

    Raises Unauthorized, Forbidden, and NotFound for a website that does not exist.
    """
    customer_id = signed_in_customer(info)
    store, answers = info.context.store, loader_of(info, Answers)
    found = await answers.once(
        "visit",
        lambda: read_visit(
            customer_id=customer_id,
            store=store,
            token_website_code=token_website_code(info),
            newest=entries_ahead(info),
            now=info.context.now,
        ),
    )
    asking = found.visitor
    if store:
        loader_of(info, StoreLoader).prime(store, asking.website_code or store)
    audience = (asking.website_code, asking.customer_id)
    loader_of(info, ProgrammeLoader).prime(audience, found.programme)
    answers.know(("reward_points", asking), found.points)
    return found


async def reader(info: Info) -> Reader:
    """Return the customer who asks, or a guest where no token was sent (R12.1).

    An admin's token is nobody's here. Raises Unauthorized for a token that is no good, Forbidden.
    """
    bearer = info.context.bearer
    is_customer = bearer is not None and bearer.kind is CallerKind.CUSTOMER
    if is_customer or info.context.token_refused:
        return await visitor(info)
    return Guest(await store_website_code(info))


async def visitors_programme(info: Info) -> Programme:
    """Return the programme of the customer who asks.

    Raises Unauthorized, Forbidden, and NotFound for a website that does not exist.
    """
    asking = await visitor(info)
    audience = (asking.website_code, asking.customer_id)
    return await loader_of(info, ProgrammeLoader).load(audience)


async def store_website_code(info: Info) -> str | None:
    """Return the website that the `Store` header names, None without one."""
    store = info.context.store
    return await loader_of(info, StoreLoader).load(store) if store else None


def token_website_code(info: Info) -> str | None:
    """Return the website that the token is bound to; None if to none, or without a token."""
    bearer = info.context.bearer
    return bearer.website_code if bearer else None
