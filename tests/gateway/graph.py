"""A gateway as a storefront sees it, and the shop behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
import jwt

from tests.gateway.magento.shop import Json
from tests.gateway.magento.stand_in import StandIn

MAGENTOS_SECRET = "an encryption key of Magento's, of 40 bytes"
CLIENT = httpx.Client(timeout=30)  # one for all: making one takes longer than a request
IN_AN_AGE = 32_503_680_000  # the year 3000
NUMBERS = {"ada": 7, "bob": 8}
APPLY = (
    "mutation ($cart: ID!) { applyRewardPointsToCart(cartId: $cart, points: 100) { cart { id } } }"
)


@dataclass
class Graph:
    """A gateway at `url`, in front of `magento`."""

    url: str
    magento: StandIn
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sign each customer in, as Magento does."""
        for name, number in NUMBERS.items():
            claims = {"uid": number, "utypid": 3, "exp": IN_AN_AGE}
            self.tokens[name] = jwt.encode(claims, MAGENTOS_SECRET, algorithm="HS256")
            self.magento.shop.tokens[self.tokens[name]] = str(number)

    def answer(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        *,
        customer: str | None = "ada",
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Return what answers a document of a customer or, without one, of a guest."""
        sent = dict(headers or {})
        if customer is not None:
            sent["authorization"] = f"Bearer {self.tokens[customer]}"
        body = {"query": query, "variables": variables or {}}
        answer: Json = CLIENT.post(self.url, json=body, headers=sent).json()
        return answer

    def data(
        self,
        query: str,
        variables: Mapping[str, object] | None = None,
        *,
        customer: str | None = "ada",
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        """Return the data of an answer, which must have no error."""
        answer = self.answer(query, variables, customer=customer, headers=headers)
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    def cart(self, *skus: str, customer: str | None = "ada") -> str:
        """Return the id of a new cart with one of each."""
        number = str(NUMBERS[customer]) if customer else None
        return self.magento.shop.open_cart(number, *skus).id
