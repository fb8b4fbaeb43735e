"""Documents of the kinds that storefronts for Adobe Commerce send, all answered by the gateway."""

from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse

from tests.gateway.graph import APPLY, Graph
from tests.gateway.magento.shop import Json

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.graphql"))


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_a_storefronts_document_is_answered(graph: Graph, file: Path) -> None:
    heading, document = file.read_text(encoding="utf-8").split("\n", 1)
    who, *more = heading.removeprefix("# ").split()
    customer = None if who == "guest" else who
    cart = graph.cart(*([] if "empty" in more else ["MUG", "TEA"]), customer=customer)
    if "points" in more:
        graph.data(APPLY, {"cart": cart}, customer=customer)

    data = graph.data(document, variables_of(graph, cart, document), customer=customer)

    assert None not in data.values()
    if "points" in more and customer and "applied_reward_points" in document:
        is_removed = "removeRewardPointsFromCart" in document
        assert [found is None for found in applied(data)] == [is_removed] * len(applied(data))
    if customer is None:
        assert set(map(str, applied(data))) <= {"None"}


def variables_of(graph: Graph, cart: str, document: str) -> Json:
    """Return those of the variables that the document declares."""
    (operation,) = (
        node for node in parse(document).definitions if isinstance(node, OperationDefinitionNode)
    )
    declared = {each.variable.name.value for each in operation.variable_definitions or ()}
    known: Json = {
        "cart": cart,
        "id": cart,
        "item": next(iter(graph.magento.shop.carts[cart].items), ""),
        "number": graph.magento.shop.orders[0].number if graph.magento.shop.orders else "1",
        "skus": ["MUG", "TEA"],
        "input": {"firstname": "Ada", "lastname": "King"},
    }
    if "createCustomerV2" in document:
        known["input"] |= {"email": "new@shop.example", "password": "secret"}
    return {name: value for name, value in known.items() if name in declared}


def applied(answer: object) -> list[object]:
    """Return each value of `applied_reward_points` in an answer."""
    if isinstance(answer, list):
        return [found for each in answer for found in applied(each)]
    if not isinstance(answer, dict):
        return []
    here = [value for key, value in answer.items() if key in ("applied_reward_points", "reward")]
    return [*here, *(found for value in answer.values() for found in applied(value))]
