"""What storefronts written for Adobe Commerce rely on, as it goes over the wire (R5, R13.1)."""

import pytest

from services.rules.checkout.cart import PaymentMethod
from tests.api.storefront.over_http import Storefront
from tests.services.setup.builders import set_settings
from tests.services.shop import fill_cart, give, line, place

SHOWN = """{
    applied_reward_points { points money { value currency } }
    available_payment_methods { code }
    prices { grand_total { value currency } }
}"""
READ = f"query ($id: String!) {{ cart(cart_id: $id) {SHOWN} }}"
APPLY = f"mutation ($id: ID!) {{ applyRewardPointsToCart(cartId: $id) {{ cart {SHOWN} }} }}"
REMOVE = f"mutation ($id: ID!) {{ removeRewardPointsFromCart(cartId: $id) {{ cart {SHOWN} }} }}"
METHODS = (PaymentMethod("card", "By card"), PaymentMethod("free", "Nothing"))


def shows(points: int | None, pay: float, due: float, *methods: str) -> dict[str, object]:
    """Return a cart with points that pay for some of it."""
    money = {"value": pay, "currency": "USD"}
    return {
        "applied_reward_points": points and {"points": points, "money": money},
        "available_payment_methods": [{"code": method} for method in methods],
        "prices": {"grand_total": {"value": due, "currency": "USD"}},
    }


async def test_switches_are_texts_and_what_is_not_set_is_null(storefront: Storefront) -> None:
    await set_settings("us", history_visible=False, earn_on_purchase=False, review_points=0)

    config = await storefront.as_(None).data(
        """{ storeConfig {
            magento_reward_general_is_enabled
            magento_reward_general_is_enabled_on_front
            magento_reward_general_publish_history
            magento_reward_general_min_points_balance
            magento_reward_points_order
            magento_reward_points_register
            magento_reward_points_review
        } }"""
    )

    assert config["storeConfig"] == {
        "magento_reward_general_is_enabled": "1",
        "magento_reward_general_is_enabled_on_front": "1",
        "magento_reward_general_publish_history": "0",
        "magento_reward_general_min_points_balance": None,
        "magento_reward_points_order": "0",
        "magento_reward_points_register": None,
        "magento_reward_points_review": "0",
    }


async def test_a_customer_never_seen_has_0_points_and_no_error(storefront: Storefront) -> None:
    """R1.2."""
    answer = await storefront.as_("stranger").send(
        """{ customer { reward_points {
            balance { points money { value currency } } balance_history { date }
        } } }"""
    )

    balance = {"points": 0, "money": {"value": 0, "currency": "USD"}}
    points = {"balance": balance, "balance_history": []}
    assert answer == {"data": {"customer": {"reward_points": points}}}


async def test_what_is_not_applied_is_null_and_not_0(storefront: Storefront) -> None:
    """R13.1: before, after removing, and for a customer without a point."""
    await fill_cart(line("50.00"), payment_methods=METHODS)
    nothing = shows(None, 0, 50, "card")

    assert await storefront.data(READ, id="c1") == {"cart": nothing}
    applied = await storefront.data(APPLY, id="c1")
    removed = await storefront.data(REMOVE, id="c1")

    assert applied == {"applyRewardPointsToCart": {"cart": nothing}}
    assert removed == {"removeRewardPointsFromCart": {"cart": nothing}}


async def test_the_grand_total_is_net_of_points_and_the_same_at_each_read(
    storefront: Storefront,
) -> None:
    """R5.6: by the mutation, by POST and by GET."""
    await give(25)
    await fill_cart(line("50.00"), payment_methods=METHODS)
    expected = shows(20, 4, 46, "card")

    first = await storefront.data(APPLY, id="c1")
    second = await storefront.data(APPLY, id="c1")
    reads = [await storefront.send(READ, {"id": "c1"}), await storefront.get(READ, {"id": "c1"})]

    assert first == second == {"applyRewardPointsToCart": {"cart": expected}}
    assert reads == [{"data": {"cart": expected}}] * 2


async def test_free_is_the_only_way_to_pay_once_points_cover_the_total(
    storefront: Storefront,
) -> None:
    """R5.4, R5.5."""
    await give(100)
    await fill_cart(line("5.00"), payment_methods=METHODS)

    applied = await storefront.data(APPLY, id="c1")
    removed = await storefront.data(REMOVE, id="c1")

    assert applied == {"applyRewardPointsToCart": {"cart": shows(30, 5, 0, "free")}}
    assert removed == {"removeRewardPointsFromCart": {"cart": shows(None, 0, 5, "card")}}


async def test_mutations_of_one_document_run_in_order(storefront: Storefront) -> None:
    """Each shows the cart as it leaves it; one that is refused stops none."""
    await give(25)
    await fill_cart(line("50.00"))
    shown = "{ cart { applied_reward_points { points } prices { grand_total { value } } } }"

    answer = await storefront.send(
        f"""mutation {{
            all: applyRewardPointsToCart(cartId: "c1") {shown}
            none: removeRewardPointsFromCart(cartId: "c1") {shown}
            nowhere: applyRewardPointsToCart(cartId: "c9") {shown}
            ten: applyRewardPointsToCart(cartId: "c1", points: 10) {shown}
            held: holdRewardPointsForCart(cartId: "c1") {{ held {{ points }} }}
        }}"""
    )

    def cart(points: int | None, due: float) -> dict[str, object]:
        applied = points and {"points": points}
        prices = {"grand_total": {"value": due}}
        return {"cart": {"applied_reward_points": applied, "prices": prices}}

    assert answer["data"] == {
        "all": cart(20, 46),
        "none": cart(None, 50),
        "nowhere": None,
        "ten": cart(10, 48),
        "held": {"held": {"points": 10}},
    }
    assert [error["path"] for error in answer["errors"]] == [["nowhere"]]


def unknown(cart_id: str) -> tuple[str, str]:
    return f'Could not find a cart with ID "{cart_id}"', "graphql-no-such-entity"


MISSING = ('Required parameter "cart_id" is missing', "graphql-input")
INACTIVE = ("The cart isn't active", "graphql-input")


@pytest.mark.parametrize(
    ("cart_id", "expected"),
    [
        ("c9", unknown("c9")),
        ("bobs", unknown("bobs")),
        ("", MISSING),
        ("placed", INACTIVE),
    ],
    ids=["unknown", "somebody-elses", "empty", "placed"],
)
@pytest.mark.parametrize("document", [READ, APPLY, REMOVE], ids=["read", "apply", "remove"])
async def test_errors_have_the_texts_and_categories_that_clients_know(
    storefront: Storefront, document: str, cart_id: str, expected: tuple[str, str]
) -> None:
    """R13.1."""
    await fill_cart(line("50.00"), cart_id="bobs", customer_id="bob")
    await fill_cart(line("50.00"), cart_id="placed")
    await place(cart_id="placed")

    answer = await storefront.send(document, {"id": cart_id})

    (error,) = answer["errors"]
    assert (error["message"], error["extensions"]["category"]) == expected
    assert list(answer["data"].values()) == [None]


@pytest.mark.parametrize("document", [APPLY, REMOVE], ids=["apply", "remove"])
async def test_nobody_is_told_so_in_the_words_that_clients_know(
    storefront: Storefront, document: str
) -> None:
    """R13.1."""
    await fill_cart(line("50.00"))

    error = await storefront.as_(None).error(document, id="c1")

    assert error["message"] == "The current customer isn't authorized."
    assert error["category"] == "graphql-authorization"


async def test_points_switched_off_are_an_input_error_of_their_own(storefront: Storefront) -> None:
    """R1.6, R13.1."""
    await give(25)
    await fill_cart(line("50.00"), payment_methods=METHODS)
    await set_settings("us", enabled=False)

    error = await storefront.error(APPLY, id="c1")
    removed = await storefront.data(REMOVE, id="c1")

    assert (error["category"], error["code"]) == ("graphql-input", "DISABLED")
    assert removed == {"removeRewardPointsFromCart": {"cart": shows(None, 0, 50, "card")}}
