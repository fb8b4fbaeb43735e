"""Tokens, headers and caches: whose answer it is, and who keeps it (R12.1)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import jwt
import pytest

from tests.faults.running_shop import SECRET, RunningShop
from tests.gateway.graph import CLIENT, Graph
from tests.gateway.magento.shop import Shop
from tests.gateway.magento.stand_in import StandIn, running
from tests.gateway.observers import observers
from tests.gateway.process import gateway

POINTS = "{ customer { firstname reward_points { balance { points } } } }"


def test_many_at_once_each_see_their_own(graph: Graph) -> None:
    customers = ["ada", "bob"] * 12

    with ThreadPoolExecutor(8) as at_once:
        found = list(at_once.map(lambda who: graph.data(POINTS, customer=who), customers))

    names = [each["customer"]["firstname"].lower() for each in found]
    of_bob = [each["customer"]["reward_points"]["balance"]["points"] == 50 for each in found]
    assert names == customers
    assert of_bob == [who == "bob" for who in customers]


def test_a_token_that_the_shop_does_not_know_is_nobodys(graph: Graph) -> None:
    """It is not read here: only what the shop has accepted says who it is."""
    graph.tokens["mallory"] = jwt.encode(
        {"uid": 7, "utypid": 3}, "of Mallory's own making, 32 bytes", algorithm="HS256"
    )

    answer = graph.answer(
        "{ customer { reward_points { balance { points } } } }", customer="mallory"
    )

    assert answer["data"] == {"customer": None}
    assert answer["errors"][0]["extensions"]["category"] == "graphql-authorization"


def test_no_cache_keeps_an_answer(graph: Graph) -> None:
    answer = CLIENT.post(graph.url, json={"query": "{ storeConfig { code } }"})

    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-magento-cache-id"] == "a-cache-id"


def test_the_shop_gets_the_headers_that_adobe_documents_and_no_others(graph: Graph) -> None:
    documented = {
        "content-currency": "USD",
        "preview-version": "1700000000",
        "store": "default",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "x-captcha": "abc",
        "x-magento-cache-id": "kept",
        "x-recaptcha": "xyz",
    }
    graph.magento.asked.clear()

    others = {"cookie": "PHPSESSID=1", "x-internal": "1"}
    graph.data("{ storeConfig { code } }", headers={**documented, **others})

    (asked,) = graph.magento.asked
    assert documented.items() <= asked["headers"].items()
    assert {"cookie", "x-internal"}.isdisjoint(asked["headers"])


def test_a_document_without_points_is_passed_on_as_it_came(graph: Graph) -> None:
    """By GET too, so that the shop's own cache in front of it works."""
    query = "query A { storeConfig { code } } query B { storeConfig { locale } }"
    graph.magento.asked.clear()

    asked = {"query": query, "operationName": "B"}
    answer = CLIENT.get(graph.url, params=asked).json()

    assert answer == {"data": {"storeConfig": {"locale": "en_US"}}}
    assert [each["method"] for each in graph.magento.asked] == ["GET"]
    assert "query A" not in graph.magento.asked[0]["query"]


def test_an_operation_without_a_name_is_known_whatever_it_is_called(graph: Graph) -> None:
    """Some clients send a name with every document; Magento takes no notice of it."""
    body = {"query": "{ storeConfig { code } }", "operationName": "Anything"}

    assert CLIENT.post(graph.url, json=body).json() == {
        "data": {"storeConfig": {"code": "default"}}
    }


@pytest.fixture(scope="module")
def two_tokens(guerdon: RunningShop, admin: httpx.Client) -> Iterator[Graph]:
    """Run a gateway that exchanges nothing, for pages of an origin."""
    with running(StandIn("2.4.8", Shop(observers(admin)))) as stand_in:
        settings = {
            "MAGENTO_GRAPHQL": stand_in.url,
            "GUERDON_GRAPHQL": f"{guerdon.url}/graphql",
            "CORS_ORIGINS": "https://shop.example",
            "INTROSPECTION": "0",
        }
        with gateway(settings) as url:
            yield Graph(url, stand_in)


def test_a_client_may_send_each_side_a_token_of_its_own(two_tokens: Graph) -> None:
    shops = f"Bearer {two_tokens.tokens['bob']}"
    two_tokens.tokens["bob"] = jwt.encode(
        {"sub": "8", "exp": 32_503_680_000}, SECRET, algorithm="HS256"
    )

    found = two_tokens.data(POINTS, customer="bob", headers={"x-magento-authorization": shops})

    assert found == {"customer": {"firstname": "Bob", "reward_points": {"balance": {"points": 50}}}}
    assert [each["headers"]["authorization"] for each in two_tokens.magento.asked[-1:]] == [shops]


def test_pages_of_the_named_origin_may_ask_with_adobes_headers(two_tokens: Graph) -> None:
    sent = (
        "authorization,content-type,store,content-currency,x-magento-cache-id,x-recaptcha,"
        "preview-version,traceparent,x-magento-authorization"
    )

    answers = [
        CLIENT.options(
            two_tokens.url,
            headers={
                "origin": origin,
                "access-control-request-method": "POST",
                "access-control-request-headers": sent,
            },
        )
        for origin in ("https://shop.example", "https://evil.example")
    ]

    allowed = [answer.headers.get("access-control-allow-origin") for answer in answers]
    assert allowed[0] == "https://shop.example"
    assert allowed[1] != "https://evil.example"
    assert set(sent.split(",")) <= set(
        answers[0].headers["access-control-allow-headers"].lower().replace(" ", "").split(",")
    )


def test_introspection_may_be_off(two_tokens: Graph) -> None:
    answer = two_tokens.answer("{ __schema { queryType { name } } }", customer=None)

    assert "introspection" in answer["errors"][0]["message"].lower()
