"""The points alone compose with Magento in each version that shops run (ADR 120)."""

import pytest

from schema.snapshots import snapshot
from schema.storefront.customers.customer_key import CustomerKey
from schema.storefront.points_subgraph import points_subgraph
from tests.federation.node import compose
from tests.gateway.magento.versions import VERSIONS, federated

WHOLE = snapshot("storefront")
POINTS = points_subgraph(WHOLE)
BY_ID = points_subgraph(WHOLE, key=CustomerKey.ID)
# Magento's customer needs no key: nothing of Guerdon's leads to one.
HARMLESS = {"INCONSISTENT_ENTITY"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_points_alone_compose(version: str) -> None:
    composed = compose(("guerdon", POINTS), ("magento", federated(version)))

    assert composed.errors == []
    assert set(composed.hints) <= HARMLESS
    assert composed.supergraph is not None


@pytest.mark.parametrize("version", ["2.4.7", "2.4.8"])
def test_a_customers_number_is_no_key(version: str) -> None:
    """Up to 2.4.8 the id is an Int, and null."""
    composed = compose(("guerdon", BY_ID), ("magento", federated(version)))

    assert 'Type of field "Customer.id" is incompatible' in str(composed.errors)


def test_from_2_4_9_the_id_is_a_key() -> None:
    composed = compose(("guerdon", BY_ID), ("magento", federated("2.4.9")))

    assert composed.errors == []


def test_currencies_that_are_an_input_too_compose() -> None:
    """Adobe Commerce's purchase orders are approved up to an amount of a currency."""
    approval = """
        type Approval { rule(limit: MoneyInput!): Money }
        input MoneyInput { currency: CurrencyEnum!  value: Float! }
        extend type Query { approval: Approval }
    """

    composed = compose(("guerdon", POINTS), ("magento", federated("2.4.8") + approval))

    assert composed.errors == []
