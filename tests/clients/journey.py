"""A customer's way through a storefront, told to every client alike, and what must come of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from sample.past import SHOWN_CART
from tests.clients.conftest import SampleShop
from tests.clients.node_script import HERE

Answers = Mapping[str, dict[str, Any]]

# The steps that go wrong: Adobe's category, and how the sentence begins.
ERRORS = {
    "unknown cart": ("graphql-no-such-entity", 'Could not find a cart with ID "nowhere"'),
    "wrong variable": ("graphql-input", "Variable '$pageSize' "),
    "wrong points": ("graphql-input", ""),
    "not signed in": ("graphql-authorization", "The current customer isn't authorized."),
    "bad token": ("graphql-authentication", "The current customer isn't authorized."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A document as the storefront sends it; `token` None is somebody who has not signed in."""

    name: str
    document: str
    token: str | None
    variables: dict[str, object] = field(default_factory=dict)


def document(name: str) -> str:
    return (HERE / "documents" / f"{name}.graphql").read_text(encoding="utf-8")


def watched_cart() -> dict[str, object]:
    """Return what asks for the cart that the journey is about."""
    return {"document": document("cart"), "variables": {"cartId": SHOWN_CART}}


def steps(shop: SampleShop) -> list[Step]:
    """Return ada's way from her account to the checkout, and what goes wrong on it."""
    ada = shop.customers["ada"]
    cart: dict[str, object] = {"cartId": SHOWN_CART}
    return [
        Step("cart", document("cart"), ada, cart),
        Step("programme", document("store-config"), None),
        Step("account", document("account"), ada),
        Step("history", document("history"), ada, {"currentPage": 2, "pageSize": 3}),
        Step("orders", document("orders"), ada),
        Step("preferences", document("preferences"), ada),
        Step("applied", document("apply"), ada, {**cart, "points": 100}),
        Step("removed", document("remove"), ada, cart),
        Step("unknown cart", document("apply"), ada, {"cartId": "nowhere"}),
        Step("wrong variable", document("history"), ada, {"pageSize": "many"}),
        Step("wrong points", document("apply"), ada, {**cart, "points": -1}),
        Step("not signed in", document("account"), None),
        Step("bad token", document("account"), "gibberish"),
    ]


def told(shop: SampleShop) -> list[dict[str, object]]:
    """Return the journey as the scripts are told it."""
    return [asdict(step) for step in steps(shop)]


def prove_journey(answers: Answers) -> None:
    """Assert that a client saw what the sample shop has, and Adobe's errors (R13.1)."""
    refused = {name for name, answer in answers.items() if answer["errors"]}
    assert refused == set(ERRORS)
    _prove_account(answers)
    _prove_checkout(answers)
    _prove_errors(answers)


def _prove_account(answers: Answers) -> None:
    programme = answers["programme"]["data"]["storeConfig"]
    assert programme["magento_reward_general_is_enabled"] == "1"
    customer = answers["account"]["data"]["customer"]
    assert customer["reward_points"]["balance"]["points"] == 602
    assert customer["reward_points"]["balance"]["money"]["currency"] == "USD"
    page = answers["history"]["data"]["customer"]["reward_points"]["history"]
    assert page["page_info"]["current_page"] == 2
    assert len(page["items"]) == min(3, page["total_count"] - 3)
    assert answers["orders"]["data"]["customer"]["orders"]["total_count"] == 3
    assert len(answers["preferences"]["data"]["customer"]["custom_attributes"]) == 2


def _prove_checkout(answers: Answers) -> None:
    cart = answers["cart"]["data"]["cart"]
    applied = answers["applied"]["data"]["applyRewardPointsToCart"]["cart"]
    removed = answers["removed"]["data"]["removeRewardPointsFromCart"]["cart"]
    assert [item["product"]["sku"] for item in cart["items"]] == ["TEAPOT", "OOLONG"]
    assert {item["reward_points_used"] for item in cart["items"]} == {0}
    assert cart["applied_reward_points"] is None
    assert applied["applied_reward_points"]["points"] == 100
    assert applied["applied_reward_points"]["money"]["value"] == 1
    assert _due(applied) == round(_due(cart) - 1, 2)
    assert removed["applied_reward_points"] is None
    assert _due(removed) == _due(cart)


def _due(cart: dict[str, Any]) -> float:
    return cast("float", cart["prices"]["grand_total"]["value"])


def _prove_errors(answers: Answers) -> None:
    for name, (category, message) in ERRORS.items():
        (error,) = answers[name]["errors"]
        assert error["extensions"]["category"] == category, name
        assert error["message"].startswith(message), name
