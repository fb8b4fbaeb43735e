"""Guerdon's schema composes with a shop's own subgraph (ADR 15)."""

import re

import pytest

from schema.storefront.customers.customer_key import CustomerKey
from schema.storefront.points_subgraph import points_subgraph
from schema.storefront.root import schema
from tests.federation.node import HERE, compose

GUERDON = schema.as_str()
POINTS = points_subgraph(GUERDON)
SHOP = (HERE / "shop.graphql").read_text()
MAGENTO = (HERE / "magento.graphql").read_text()
OVERRIDE = '@override(from: "guerdon")'

SHARING = SHOP.replace(OVERRIDE, "@shareable")
OF_FEDERATION_1 = re.sub(rf" {re.escape(OVERRIDE)}| @shareable|extend schema\n.*\n", "", SHOP)
# Both have the currencies that they use, and a shop may take over a field.
HARMLESS = {"INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM", "OVERRIDDEN_FIELD_CAN_BE_REMOVED"}


@pytest.mark.parametrize(
    ("guerdon", "shop"),
    [
        (GUERDON, SHOP),
        (GUERDON, SHARING),
        (GUERDON, OF_FEDERATION_1),
        (POINTS, MAGENTO),
        (points_subgraph(GUERDON, key=CustomerKey.ID), MAGENTO),
    ],
    ids=["taking-over", "sharing", "of-federation-1", "points-alone", "points-alone-by-id"],
)
def test_it_composes(guerdon: str, shop: str) -> None:
    composed = compose(("guerdon", guerdon), ("shop", shop))

    assert composed.errors == []
    assert set(composed.hints) <= HARMLESS
    assert composed.supergraph is not None


def test_it_is_a_graph_by_itself() -> None:
    composed = compose(("guerdon", GUERDON))

    assert (composed.errors, composed.hints) == ([], [])


def test_the_guides_example_composes() -> None:
    guide = (HERE.parents[1] / "docs" / "federation.md").read_text(encoding="utf-8")
    (shop,) = re.findall(r"^```gql\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)

    composed = compose(("guerdon", GUERDON), ("shop", shop))

    assert composed.errors == []
    assert set(composed.hints) <= HARMLESS


DUE = "type CartPrices @shareable { grand_total: Money }"
ALL_PRICES = re.search(r"^type CartPrices .*?^}", GUERDON, re.MULTILINE | re.DOTALL)


def with_prices(mark: str, of_prices: str) -> str:
    """Return a shop that has totals of its own."""
    return SHOP.replace("owner: Customer", f"owner: Customer prices: CartPrices {mark}") + of_prices


def test_two_answers_to_what_is_due_are_not_mixed() -> None:
    """The shop knows nothing of points: who answers must be said, or nothing is composed."""
    composed = compose(("guerdon", GUERDON), ("shop", with_prices("@shareable", DUE)))

    assert 'Non-shareable field "Cart.prices" is resolved from multiple' in str(composed.errors)


def test_a_shop_takes_over_what_is_due_with_all_that_is_asked_of_it() -> None:
    """A value has no key by which the rest of it could be had of us."""
    assert ALL_PRICES is not None
    of_prices = (
        ALL_PRICES.group()
        + """
        type CartTaxItem @shareable { amount: Money! label: String! }
        type Discount @shareable { amount: Money! label: String! }
    """
    )

    with_all = compose(("guerdon", GUERDON), ("shop", with_prices(OVERRIDE, of_prices)))
    with_one = compose(("guerdon", GUERDON), ("shop", with_prices(OVERRIDE, DUE)))

    assert with_all.errors == []
    assert "CartPrices.subtotal_excluding_tax" in str(with_one.errors)


def test_what_a_value_of_the_shops_has_more_is_hidden() -> None:
    def with_formatted(mark: str) -> str:
        sdl = MAGENTO.replace('"@shareable"', '"@shareable", "@inaccessible"')
        return sdl.replace("value: Float", f"value: Float formatted: String {mark}")

    shown = compose(("guerdon", POINTS), ("shop", with_formatted("")))
    hidden = compose(("guerdon", POINTS), ("shop", with_formatted("@inaccessible")))

    assert "Money.formatted" in str(shown.errors)
    assert hidden.errors == []


def test_points_have_one_source() -> None:
    both = SHARING.replace("group: String", "group: String\n  reward_points: Points @shareable")

    composed = compose(("guerdon", GUERDON), ("shop", f"{both} type Points {{ balance: Int }}"))

    assert "Customer.reward_points" in str(composed.errors)
