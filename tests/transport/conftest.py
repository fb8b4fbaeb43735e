import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from enum import Enum

import httpx
import jwt
import pytest
import strawberry
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from resolvers.context import ANY_SCOPE, Info, caller, signed_in_customer
from schema.permissions import scoped
from schema.rewards_schema import RewardsSchema
from services.access.tokens import TokenRules
from services.rules.basics.refusals import NotFound
from tests.executor import IS_COMPILED
from transport.application import HttpOptions, build_application

SECRET = "a secret of at least thirty-two bytes"


@strawberry.enum
class Colour(Enum):
    RED = "red"


@strawberry.type
class Item:
    name: str = "an item"

    @strawberry.field
    def items(self, first: int = 50) -> "list[Item]":
        return [Item()] * min(first, 2)

    @strawberry.field
    def item(self) -> "Item":
        return Item()


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"Hello, {name}!"

    @strawberry.field
    def paint(self, colour: Colour) -> str:
        return colour.value

    @strawberry.field
    def item(self) -> Item:
        return Item()

    @strawberry.field
    def items(self, page_size: int = 20) -> list[Item]:
        return [Item()] * min(page_size, 2)

    @strawberry.field
    async def customer(self, info: Info) -> str | None:
        return signed_in_customer(info)

    @strawberry.field
    def store(self, info: Info) -> str | None:
        return info.context.store

    @strawberry.field
    def missing(self) -> str | None:
        raise NotFound('Could not find a cart with ID "c1"', path=("cart_id",))

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError("SELECT secret FROM table at /srv/app.py")

    @strawberry.field
    def too_large(self) -> int | None:
        return 2**40

    @strawberry.field
    def never_null(self) -> str:
        raise NotFound("Nothing here.")

    @strawberry.field
    async def slow(self) -> str:
        await asyncio.sleep(60)
        return "at last"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def say(self, text: str) -> str:
        return text


async def _actor(info: Info) -> str:
    return caller(info).actor


@strawberry.type
class AdminQuery:
    viewer: str = strawberry.field(
        resolver=_actor, description="Who asks.", extensions=scoped(ANY_SCOPE)
    )
    orders: str | None = strawberry.field(
        resolver=_actor, description="Orders.", extensions=scoped("orders:read")
    )


@strawberry.type
class AdminMutation:
    order_place: str | None = strawberry.mutation(
        resolver=_actor, description="Place.", extensions=scoped("orders:write")
    )


STOREFRONT_SCHEMA = RewardsSchema(query=Query, mutation=Mutation)
ADMIN_SCHEMA = RewardsSchema(query=AdminQuery, mutation=AdminMutation)


@pytest.fixture
def options() -> HttpOptions:
    return HttpOptions(token_rules=TokenRules(secret=SECRET), compiled_execution=IS_COMPILED)


@pytest.fixture
async def client(options: HttpOptions) -> AsyncIterator[httpx.AsyncClient]:
    """Both APIs over tiny schemas; a test module overrides `options` to change how they run."""
    application = build_application(STOREFRONT_SCHEMA, ADMIN_SCHEMA, options)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as opened:
        yield opened


@pytest.fixture
def sign() -> Callable[..., str]:
    """Sign any claims; by default those of the customer ada, good for a minute."""

    def signed(
        claims: Mapping[str, object] | None = None,
        *,
        key: str | RSAPrivateKey = SECRET,
        algorithm: str = "HS256",
        headers: Mapping[str, object] | None = None,
    ) -> str:
        payload = {"sub": "ada", "exp": int(time.time()) + 60, **(claims or {})}
        given = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(given, key, algorithm=algorithm, headers=dict(headers or {}))

    return signed
