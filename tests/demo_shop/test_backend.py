"""The demo shop's backend over HTTP: who it serves, what it refuses, and only in a sandbox."""

from typing import Any

import httpx
import pytest
from graphql import build_schema, parse, validate

from app import build_app
from schema.admin.root import schema
from settings import Settings
from tests.faults.running_shop import SECRET
from tests.storefront_kit.shop import Shop, customer_token
from transport.demo import documents

TEAPOT = {"store": "us", "items": [{"sku": "TEAPOT", "quantity": 1}]}


def ask(shop: Shop, action: str, body: object, customer: str | None = None) -> httpx.Response:
    headers = {"authorization": f"Bearer {customer_token(customer)}"} if customer else {}
    return httpx.post(f"{shop.url}/demo/backend/{action}", json=body, headers=headers, timeout=60)


def told(shop: Shop, action: str, body: object, customer: str | None = None) -> Any:  # noqa: ANN401 - JSON
    answer = ask(shop, action, body, customer)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def put_cart(shop: Shop, customer: str | None = None) -> str:
    cart: str = told(shop, "cart", TEAPOT, customer)["cartPut"]["cart"]["id"]
    return cart


def test_each_document_of_the_backend_is_good() -> None:
    admin = build_schema(str(schema))
    texts = [text for name, text in vars(documents).items() if name.isupper()]
    texts.remove(documents.ORDER_FACTS)

    for text in texts:
        facts = documents.ORDER_FACTS if "...OrderFacts" in text else ""
        assert validate(admin, parse(text + facts)) == []


@pytest.mark.parametrize("path", ["/demo", "/demo/backend/sign-in", "/demo/assets/index.js"])
async def test_outside_a_sandbox_there_is_no_demo_shop(path: str) -> None:
    settings = Settings.model_validate({"GUERDON_JWT_SECRET": SECRET, "sandbox": False})
    transport = httpx.ASGITransport(build_app(settings))

    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        answer = await client.post(path, json={"customer": "ada"})
        index = await client.get("/")

    assert answer.status_code == 404
    assert "/demo" not in index.text


def test_the_index_of_a_sandbox_links_to_it(shop: Shop) -> None:
    assert 'href="/demo"' in httpx.get(shop.url).text


def test_the_page_has_a_policy_stricter_than_others(shop: Shop) -> None:
    policies = httpx.get(f"{shop.url}/demo").headers.get_list("content-security-policy")

    assert len(policies) == 1
    assert "style-src 'self';" in policies[0]
    assert "require-trusted-types-for 'script'" in policies[0]
    assert "unsafe" not in policies[0]


def test_a_token_is_signed_for_customers_of_the_sample_shop_alone(shop: Shop) -> None:
    shop.put_customer("stranger")

    assert ask(shop, "sign-in", {"customer": "stranger"}).status_code == 404
    assert ask(shop, "sign-in", {"customer": "../ada"}).status_code == 400
    assert told(shop, "sign-in", {"customer": "ada"})["token"].count(".") == 2


def test_nobody_is_served_with_a_token_of_somebody_else_s(shop: Shop) -> None:
    shop.put_customer("stranger")

    assert ask(shop, "mailbox", {}).status_code == 401
    assert ask(shop, "mailbox", {}, "stranger").status_code == 401
    bad = {"authorization": "Bearer nonsense"}
    answer = httpx.post(f"{shop.url}/demo/backend/cart", json=TEAPOT, headers=bad)
    assert answer.status_code == 401


def test_prices_are_the_shop_s_whatever_the_page_says(shop: Shop) -> None:
    cheap = {"store": "us", "items": [{"sku": "TEAPOT", "quantity": 1, "unitPrice": "0.01"}]}

    answer = ask(shop, "cart", cheap, "ben").json()

    line = answer["sent"][0]["variables"]["cart"]["lines"][0]
    assert (line["unitPrice"], line["taxAmount"]) == ("49.00", "3.92")
    assert answer["data"]["cartPut"]["cart"]["quote"]["orderTotal"]["amount"] == "57.82"


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("cart", {"store": "us", "items": [{"sku": "NOTHING", "quantity": 1}]}),
        ("cart", {"store": "us", "items": [{"sku": "CUP", "quantity": -1}]}),
        ("cart", {"store": "us", "items": [{"sku": "CUP", "quantity": True}]}),
        ("cart", {"store": "moon", "items": []}),
        ("cart", {**TEAPOT, "cart": "cart-ada"}),
        ("cart", {"store": "us", "items": "CUP"}),
        ("cart", []),
        ("place", {"cart": "cart-ada", "paid": "1"}),
        ("clock", {"days": 32}),
        ("clock", {"days": -1}),
        ("clock", {"until": "2026-13-01T00:00:00Z"}),
        ("clock", {"until": "2999-01-01T00:00:00Z"}),
        ("clock", {"until": "2027-01-01"}),
    ],
    ids=str,
)
def test_what_the_page_never_sends_is_refused(shop: Shop, action: str, body: object) -> None:
    answer = ask(shop, action, body)

    assert answer.status_code == 400, answer.text
    assert answer.json()["sent"] == []


@pytest.mark.parametrize("body", [{"sku": "NOTHING"}, {"sku": ["CUP"]}, {}], ids=str)
def test_a_review_is_of_a_product_that_the_shop_sells(shop: Shop, body: object) -> None:
    answer = ask(shop, "review", body, "ben")

    assert answer.status_code == 400, answer.text
    assert answer.json()["sent"] == []


def test_a_form_of_a_strange_page_is_refused_for_what_it_is(shop: Shop) -> None:
    answer = httpx.post(f"{shop.url}/demo/backend/clock", content='{"days": 1}')

    assert answer.status_code == 415


def test_an_order_is_placed_once_and_shown_to_its_buyer_alone(shop: Shop) -> None:
    cart = put_cart(shop, "ben")
    paid = {"cart": cart, "paid": "57.82"}

    first = told(shop, "place", paid, "ben")["orderPlace"]
    again = told(shop, "place", paid, "ben")["orderPlace"]

    assert first["orders"] == again["orders"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert told(shop, "order", {"order": cart}, "ben")["order"]["pointsPending"] == 245
    assert ask(shop, "order", {"order": cart}, "ada").status_code == 404
    assert ask(shop, "refund", {"order": cart}).status_code == 404


def test_an_order_that_was_paid_otherwise_is_not_placed(shop: Shop) -> None:
    cart = put_cart(shop, "ben")

    answer = told(shop, "place", {"cart": cart, "paid": "1"}, "ben")["orderPlace"]

    assert answer["orders"] == []
    assert answer["userErrors"]


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        pytest.param("evil.example", "http://evil.example", id="rebound-name"),
        pytest.param("127.0.0.1:8000", "http://evil.example", id="another-page"),
        pytest.param("[evil", None, id="no-name"),
    ],
)
def test_a_page_of_another_site_moves_no_clock(shop: Shop, host: str, origin: str | None) -> None:
    """Neither by its visitor's browser nor by a name that was made to lead here."""
    headers = {"host": host} | ({"origin": origin} if origin else {})

    answer = httpx.post(f"{shop.url}/demo/backend/clock", json={"days": 2}, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "ORIGIN_REFUSED"


async def test_a_sandbox_of_another_shop_is_nobodys_to_play_with(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Its clock would let real customers' points expire."""
    settings = Settings.model_validate({"GUERDON_JWT_SECRET": SECRET, "sandbox": True})
    transport = httpx.ASGITransport(build_app(settings))

    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.post("/demo/backend/clock", json={"days": 2})

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["extensions"]["code"] == "SAMPLE_MISSING"
