"""Every list that a command takes has its limit, and the refusal names the list (R14.1)."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

from tests.api.admin.asking import AdminApi, everything_written, root_type
from tests.api.admin.refusals import RESULTS

# What a value has to be so that nothing else is refused before the list.
GOOD = {
    "websiteCode": "us",
    "websiteCodes": "us",
    "email": "ada@example.com",
    "customerId": "ada",
    "orderId": "o0",
    "customerGroupCodes": "general",
    "url": "https://shop.example",
    "events": "points.earned",
    "digest": "0" * 64,
}
SCALARS = {"Int": 1, "Boolean": True, "Decimal": "1", "Quantity": 1}
MOST = {("pointsImport", "rows"): 1_000}

Place = tuple[str, ...]


def places(kind: GraphQLInputType, path: Place) -> Iterator[Place]:
    """Yield where the lists are in an input type, an item of a list being `0`."""
    match kind:
        case GraphQLNonNull():
            yield from places(kind.of_type, path)
        case GraphQLList():
            yield path
            yield from places(kind.of_type, (*path, "0"))
        case GraphQLInputObjectType():
            for name, field in kind.fields.items():
                yield from places(field.type, (*path, name))


LISTS = [
    (mutation, place)
    for mutation, field in root_type("mutation").fields.items()
    for name, argument in field.args.items()
    for place in places(argument.type, (name,))
]


def value(kind: GraphQLInputType, path: Place, long: Place, length: int, number: int = 0) -> Any:  # noqa: ANN401
    """Return a value of what has to be given, in which the list at `long` has `length` items."""
    match kind:
        case GraphQLNonNull():
            return value(kind.of_type, path, long, length, number)
        case GraphQLList():
            items = range(length if path == long else 1)
            return [value(kind.of_type, (*path, "0"), long, length, item) for item in items]
        case GraphQLEnumType():
            return next(iter(kind.values))
        case GraphQLInputObjectType():
            return {
                name: value(field.type, (*path, name), long, length, number)
                for name, field in kind.fields.items()
                if isinstance(field.type, GraphQLNonNull) or name in long
            }
    name = [part for part in path if part != "0"][-1]
    return SCALARS.get(str(kind), GOOD.get(name, f"{name}-{number}"))


@pytest.mark.parametrize(("mutation", "place"), LISTS, ids=str)
async def test_one_item_more_than_the_limit_is_refused_with_the_list_named(
    open_shop: AdminApi, mutation: str, place: Place
) -> None:
    field = root_type("mutation").fields[mutation]
    length = MOST.get((mutation, place[-1]), 100) + 1
    arguments = {
        name: value(argument.type, (name,), place, length) for name, argument in field.args.items()
    }
    if mutation == "cartRuleUpdate":
        rule = {"name": "rule", "websiteCodes": ["us"], "points": 1}
        created = await open_shop.done("cartRuleCreate", "cartRule { id }", input=rule)
        arguments["id"] = created["cartRule"]["id"]
    before = await everything_written()

    payload = await open_shop.command(mutation, RESULTS[mutation], **arguments)

    refused = {(error["code"], *error["path"]) for error in payload["userErrors"]}
    assert ("OUT_OF_RANGE", *place) in refused, payload["userErrors"]
    assert await everything_written() == before
