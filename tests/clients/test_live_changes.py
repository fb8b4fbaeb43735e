"""Live balances with the clients of both protocols: graphql-transport-ws and SSE (R12.1)."""

import pytest

from schema.storefront.root import schema
from tests.clients.conftest import SampleShop
from tests.clients.node_script import ask_node
from transport.api.execution import graphql_schema

pytestmark = pytest.mark.skipif(
    graphql_schema(schema).subscription_type is None,
    reason="the storefront's schema has no Subscription yet",
)


@pytest.mark.parametrize(("client", "customer"), [("graphql-ws", "ben"), ("graphql-sse", "elif")])
def test_a_subscribed_client_sees_points_that_are_given_meanwhile(
    sample_shop: SampleShop, client: str, customer: str
) -> None:
    seen = ask_node(
        "live.js",
        client=client,
        storefront=sample_shop.storefront_url,
        admin=sample_shop.admin_url,
        customer=customer,
        customerToken=sample_shop.customers[customer],
        adminToken=sample_shop.admin,
    )

    assert seen["balances"][-1] == seen["expected"]
