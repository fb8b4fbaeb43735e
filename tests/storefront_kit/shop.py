"""The sample shop as a page of another origin meets it, and commands of the shop's backend."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from tests.faults.running_shop import SECRET, running_shop

_RULES = TokenRules(SECRET)
_SECONDS = 3_600
_PUT_CART = """mutation ($input: CartInput!) {
  cartPut(input: $input) { userErrors { message } }
}"""
_PUT_CUSTOMER = """mutation ($input: CustomerInput!) {
  customerPut(input: $input) { userErrors { message } }
}"""
_PUT_RULE = """mutation ($input: CartRuleInput!) {
  cartRuleCreate(input: $input) { userErrors { message } }
}"""
_GIVE = """mutation ($input: PointsAdjustInput!) {
  pointsAdjust(input: $input) { userErrors { message } }
}"""


def customer_token(customer_id: str, *, seconds: int = _SECONDS) -> str:
    return issue_customer_token(rules=_RULES, customer_id=customer_id, ttl_seconds=seconds)


def admin_token(*scopes: str) -> str:
    return issue_admin_token(
        rules=_RULES, subject="shop", scopes=list(scopes), ttl_seconds=_SECONDS
    )


@dataclass
class Shop:
    """A running server with the sample shop in it."""

    url: str
    commands: int = 0

    def backend(self, document: str, *scopes: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
        """Ask the admin API, as the shop's backend does."""
        response = httpx.post(
            f"{self.url}/graphql/admin",
            json={"query": document, "variables": variables},
            headers={"authorization": f"Bearer {admin_token(*(scopes or ('admin',)))}"},
            timeout=60,
        )
        answer = response.json()
        assert "errors" not in answer, answer
        return answer["data"]

    def storefront(self, token: str, document: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
        """Ask the storefront's API without the kit."""
        response = httpx.post(
            f"{self.url}/graphql",
            json={"query": document, "variables": variables},
            headers={"authorization": f"Bearer {token}"},
            timeout=60,
        )
        answer = response.json()
        assert "errors" not in answer, answer
        return answer["data"]

    def put_cart(
        self,
        cart_id: str,
        customer_id: str | None,
        price: str = "49.00",
        coupon: str | None = None,
        sku: str = "TEAPOT",
    ) -> str:
        """Put a cart with one teapot in it, or with something as dear."""
        line = {"id": "1", "sku": sku, "name": "Pot", "quantity": 1, "unitPrice": price}
        cart = {
            "id": cart_id,
            "websiteCode": "us",
            "customerId": customer_id,
            "lines": [line],
            "couponCodes": [coupon] if coupon else [],
        }
        answer = self.backend(_PUT_CART, input=cart)
        assert answer["cartPut"]["userErrors"] == []
        return cart_id

    def put_customer(self, customer_id: str, *, locale: str = "en") -> str:
        """Register a customer, for which the shop gives 50 points."""
        customer = {
            "id": customer_id,
            "websiteCode": "us",
            "email": f"{customer_id}@example.com",
            "locale": locale,
        }
        answer = self.backend(_PUT_CUSTOMER, input=customer)
        assert answer["customerPut"]["userErrors"] == []
        return customer_id

    def put_rule(self, name: str, coupon: str, **rule: object) -> None:
        """Set up a cart rule that needs a coupon."""
        answer = self.backend(_PUT_RULE, input={"name": name, "couponCode": coupon, **rule})
        assert answer["cartRuleCreate"]["userErrors"] == []

    def give(self, customer_id: str, points: int) -> None:
        """Give points, or take them."""
        self.commands += 1
        adjustment = {
            "idempotencyKey": f"{customer_id}-{self.commands}",
            "customerId": customer_id,
            "websiteCode": "us",
            "points": points,
        }
        answer = self.backend(_GIVE, input=adjustment)
        assert answer["pointsAdjust"]["userErrors"] == []


@contextmanager
def open_shop(database_url: str, origin: str) -> Iterator[Shop]:
    """Run a server with the sample shop, which pages of `origin` may ask."""
    settings = {"GUERDON_CORS_ORIGINS": origin}
    with running_shop(database_url, settings) as (shop,):
        seeded = shop.command("seed")
        assert seeded.returncode == 0, seeded.stderr
        yield Shop(shop.url)
