"""Schemas that `guerdon export-schema` prints: the points alone, plain, and both (ADR 120)."""

from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLNamedType, GraphQLSchema, build_schema, validate_schema

from schema.plain_sdl import plain_sdl
from schema.reached_types import reached
from schema.snapshots import snapshot
from schema.storefront.currency_codes import ADOBES
from schema.storefront.customers.customer_key import CustomerKey
from schema.storefront.points_subgraph import points_subgraph

WHOLE = snapshot("storefront")
POINTS = points_subgraph(WHOLE)
POINTS_PLAIN = plain_sdl(points_subgraph(WHOLE, has_doors=True))
# What a shop with Magento has too: the same in both, and entered by a key.
SHARED = {"Query", "Mutation", "Cart", "Customer", "Money", "CurrencyEnum", "SearchResultPageInfo"}


def built(sdl: str) -> GraphQLSchema:
    return build_schema(sdl, assume_valid_sdl=True)


def fields(sdl: str, type_name: str) -> list[str]:
    return sorted(built(sdl).type_map[type_name].fields)  # type: ignore[attr-defined]


def named(schema: GraphQLSchema) -> dict[str, GraphQLNamedType]:
    """Return the types of its own: no scalars, nothing of introspection."""
    return {
        name: kind
        for name, kind in schema.type_map.items()
        if not name.startswith("__") and getattr(kind, "ast_node", None)
    }


def test_the_points_alone_bring_no_type_of_magentos() -> None:
    others = set(named(built(POINTS))) - SHARED

    assert [name for name in others if "RewardPoints" not in name] == []


def test_the_points_alone_bring_no_field_of_magentos() -> None:
    assert fields(POINTS, "Query") == ["reward_points_offers"]
    assert fields(POINTS, "Customer") == ["reward_points"]
    assert fields(POINTS, "Cart") == ["applied_reward_points", "id", "reward_points_quote"]
    assert [name for name in fields(POINTS, "Mutation") if "RewardPoints" not in name] == []
    assert "updateRewardPointsSubscriptions" in fields(POINTS, "Mutation")


def test_their_currencies_are_adobes() -> None:
    """An enum that is an input too, as in Adobe Commerce, must be the same in all subgraphs."""
    currencies = built(POINTS).type_map["CurrencyEnum"]

    assert isinstance(currencies, GraphQLEnumType)
    assert set(currencies.values) == ADOBES


def test_customers_may_be_asked_for_by_their_ids() -> None:
    by_id = points_subgraph(WHOLE, key=CustomerKey.ID)

    assert fields(by_id, "Customer") == ["id", "reward_points"]
    assert 'type Customer @key(fields: "id")' in by_id


@pytest.mark.parametrize(
    "sdl",
    [plain_sdl(WHOLE), plain_sdl(snapshot("admin")), POINTS_PLAIN],
    ids=["storefront", "admin", "points"],
)
def test_a_plain_schema_has_no_word_of_federation_and_no_orphan(sdl: str) -> None:
    schema = build_schema(sdl)
    types = {name: kind.ast_node for name, kind in named(schema).items()}

    assert validate_schema(schema) == []
    assert "@" not in sdl.replace("@deprecated", "").replace("@oneOf", "")
    assert [name for name in types if name.startswith("_")] == []
    roots = ("Query", "Mutation", "Subscription")
    assert reached(types, roots) == set(types)  # type: ignore[arg-type]


def test_a_plain_schema_leaves_out_nothing_else() -> None:
    left_out = set(named(built(WHOLE))) - set(named(built(plain_sdl(WHOLE))))

    assert left_out == {"_Service", "_Any", "_Entity"}
    assert set(fields(WHOLE, "Query")) - set(fields(plain_sdl(WHOLE), "Query")) == {
        "_service",
        "_entities",
    }


def test_the_points_alone_are_entered_by_customer_and_cart_where_they_are_plain() -> None:
    assert fields(POINTS_PLAIN, "Query") == ["cart", "customer", "reward_points_offers"]
    assert fields(POINTS_PLAIN, "Customer") == ["reward_points"]


def test_the_gateway_has_the_schema_of_today() -> None:
    """Otherwise `make snapshots` writes it anew."""
    ours = Path(__file__).parents[3] / "deploy" / "gateway" / "guerdon.graphql"

    assert ours.read_text(encoding="utf-8") == f"{plain_sdl(WHOLE)}\n"
