"""One side is away: the other answers, and the error says where."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import monotonic, sleep

import pytest

from tests.faults.running_shop import SECRET
from tests.gateway.graph import CLIENT, Graph
from tests.gateway.magento.shop import Shop
from tests.gateway.magento.stand_in import StandIn, running
from tests.gateway.process import gateway

CART = """query ($cart: String!) { cart(cart_id: $cart) {
    id applied_reward_points { points } prices { grand_total { value } }
} }"""
TIMEOUT_MS = 600


class Silence(BaseHTTPRequestHandler):
    """Takes a request and does not answer in time."""

    def do_POST(self) -> None:
        sleep(2 * TIMEOUT_MS / 1000)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Silence)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/graphql"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["refuses", "is silent"])
def without_points(request: pytest.FixtureRequest, silent: str) -> Iterator[Graph]:
    """Run a gateway whose Guerdon is away."""
    guerdon = silent if request.param == "is silent" else "http://127.0.0.1:9/graphql"
    with running(StandIn("2.4.8", Shop(lambda _: None))) as stand_in:
        settings = {
            "MAGENTO_GRAPHQL": stand_in.url,
            "GUERDON_GRAPHQL": guerdon,
            "GUERDON_JWT_SECRET": SECRET,
        }
        with gateway({**settings, "TIMEOUT_MS": str(TIMEOUT_MS)}) as url:
            yield Graph(url, stand_in)


def test_without_guerdon_the_shop_answers_and_points_are_null_with_an_error(
    without_points: Graph,
) -> None:
    cart = without_points.cart("MUG")
    begun = monotonic()

    answer = without_points.answer(CART, {"cart": cart})

    assert monotonic() - begun < 50 * TIMEOUT_MS / 1000
    assert answer["data"]["cart"] == {
        "id": cart,
        "applied_reward_points": None,
        "prices": {"grand_total": {"value": 10}},
    }
    (error,) = answer["errors"]
    assert error["path"] == ["cart", "applied_reward_points"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "127.0.0.1" not in error["message"]


def test_without_guerdon_a_document_without_points_has_no_error(without_points: Graph) -> None:
    assert without_points.data("{ customer { firstname } }") == {"customer": {"firstname": "Ada"}}


def test_without_the_shop_its_part_is_null_with_an_error(graphs: dict[str, Graph]) -> None:
    graph = graphs["2.4.8"]
    graph.data("{ customer { reward_points { balance { points } } } }", customer="bob")
    held, graph.magento.refuses = graph.magento.refuses, True
    try:
        answer = graph.answer(
            "{ storeConfig { code } customer { reward_points { balance { points } } } }",
            customer="bob",
        )
    finally:
        graph.magento.refuses = held

    assert answer["data"] == {
        "storeConfig": None,
        "customer": {"reward_points": {"balance": {"points": 50}}},
    }
    assert [error["path"] for error in answer["errors"]] == [["storeConfig"]]


def test_too_large_a_request_is_refused(graphs: dict[str, Graph]) -> None:
    answer = CLIENT.post(graphs["2.4.8"].url, content=b" " * 1_000_001)

    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["(", "(a+)+x"])
def test_an_operations_name_is_a_name_and_no_pattern(graphs: dict[str, Graph], name: str) -> None:
    """A pattern would have the gateway search the document for minutes."""
    query = f"query {'a' * 40} {{ storeConfig {{ code }} }}"

    answer = CLIENT.post(graphs["2.4.8"].url, json={"query": query, "operationName": name})

    assert answer.status_code == 400
