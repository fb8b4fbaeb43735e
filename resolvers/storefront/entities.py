"""Federation entities: the signed-in customer and their own carts, or guests' (R12.1)."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

import strawberry
from strawberry.federation.schema import FederationAny

from resolvers.context import Info
from resolvers.loaders import loader_of
from resolvers.storefront.customers import customer
from resolvers.storefront.loaders import CartLoader
from resolvers.storefront.visitors import reader
from services.checkout.answers import Cart
from services.rules.basics.limits import LIST_LENGTH, check_id
from services.rules.basics.refusals import Invalid, OutOfRange
from services.storefront.visitors import Visitor, require_cart, require_own

Representations = Annotated[
    list[FederationAny],
    strawberry.argument(
        description=(
            "References to entities, at most 100: objects with `__typename` (Customer or Cart) and "
            "`id`. A Customer without one is the token's. Other fields are ignored."
        )
    ),
]


@dataclass(frozen=True, slots=True)
class _Reference:
    """What a representation names; a customer without an id is the token's."""

    type_name: str
    id: str | None


async def entities(
    info: Info, representations: Representations
) -> list[Visitor | Cart | BaseException]:
    """Return what is referred to, each an entity or its own refusal, in the same order.

    Raises OutOfRange for too many.
    """
    if len(representations) > LIST_LENGTH:
        raise OutOfRange(f"representations must have at most {LIST_LENGTH} items.")
    return await asyncio.gather(
        *(
            _entity(info, representation, index)
            for index, representation in enumerate(representations)
        ),
        return_exceptions=True,
    )


async def _entity(info: Info, representation: object, index: int) -> Visitor | Cart:
    reference = _reference(representation, f"representations[{index}]")
    if reference.id is None:
        return await customer.customer(info)
    if reference.type_name == "Customer":
        return await require_own(await customer.customer(info), reference.id)
    wanted = (await reader(info), reference.id, info.context.now)
    found = await loader_of(info, CartLoader).load(wanted)
    return require_cart(found, reference.id)


def _reference(representation: object, place: str) -> _Reference:
    """Read a representation. Raises Invalid, saying where it is wrong."""
    assert isinstance(representation, dict), "the scalar _Any lets only objects in"
    type_name, entity_id = representation.get("__typename"), representation.get("id")
    if type_name not in ("Customer", "Cart"):
        raise Invalid(f"{place}.__typename must be Customer or Cart.")
    if type_name == "Customer" and "id" not in representation:
        return _Reference(type_name, None)
    if not isinstance(entity_id, str):
        raise Invalid(f"{place}.id is missing or not a string.")
    try:
        check_id(entity_id, path=("id",))
    except Invalid as error:
        raise Invalid(f"{place}.id: {error.message}") from error
    return _Reference(type_name, entity_id)
