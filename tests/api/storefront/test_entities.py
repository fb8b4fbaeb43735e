"""What a federation gateway may refer to, and gets (R12.1, R13.1, R14.1)."""

import asyncio

import pytest

from models.database import count_statements
from tests.api.storefront.asking import NOBODY, By, Refusal, refusals
from tests.api.storefront.entities import ENTITIES, IDS, entities, refer
from tests.services.shop import add_customer, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("shop")


POINTS = """reward_points { balance { points } expirations { expires_at }
    balance_history { date } history(pageSize: 1) { items { expires_at } } }"""


async def test_a_reference_to_oneself_is_the_customer() -> None:
    await give(70)

    found = await entities(
        ENTITIES % "{ ... on Customer { id email reward_points { balance { points } } } }",
        refer("Customer", "ada"),
    )

    assert found == [
        {
            "id": "ada",
            "email": "ada@example.com",
            "reward_points": {"balance": {"points": 70}},
        }
    ]


async def test_a_customer_we_do_not_know_has_no_points() -> None:
    """R1.2."""
    found = await entities(
        ENTITIES % "{ ... on Customer { id reward_points { balance { points } } } }",
        refer("Customer", "new"),
        By("new"),
    )

    assert found == [{"id": "new", "reward_points": {"balance": {"points": 0}}}]


@pytest.mark.parametrize("cart_id", ["nowhere", "bobs", "guests", "placed", "euros"])
async def test_a_cart_is_refused_as_it_is_by_itself(cart_id: str) -> None:
    """R12.1: somebody else's answers like none."""
    await open_shop(website_code="eu", currency="EUR")
    await fill_cart(line("1.00"), cart_id="bobs", customer_id="bob")
    await fill_cart(line("1.00"), cart_id="guests", customer_id=None)
    await fill_cart(line("1.00"), cart_id="euros", website_code="eu")
    await fill_cart(line("1.00"), cart_id="placed")
    await place(cart_id="placed")
    await fill_cart(line("1.00"), cart_id="mine")
    here = By(store="us")

    data, found = await refusals(IDS, here, representations=refer("Cart", cart_id, "mine"))

    assert data == {"_entities": [None, {"__typename": "Cart", "id": "mine"}]}
    _, alone = await refusals(
        "query ($id: String!) { cart(cart_id: $id) { id } }", here, id=cart_id
    )
    assert found == alone
    assert len(found) == 1


async def test_a_website_that_is_none_refuses_carts_as_it_does_alone() -> None:
    await fill_cart(line("1.00"))
    nowhere = By(store="nowhere")

    data, found = await refusals(IDS, nowhere, representations=refer("Cart", "c1"))

    assert data == {"_entities": [None]}
    assert found == [Refusal("There is no website nowhere.", "NOT_FOUND", "graphql-no-such-entity")]


@pytest.mark.parametrize("customer_id", ["bob", "nobody", "ADA"])
async def test_another_customer_is_unknown(customer_id: str) -> None:
    """R12.1: whether or not there is one."""
    await add_customer("bob")

    data, found = await refusals(IDS, representations=refer("Customer", customer_id, "ada"))

    text = f'Could not find a customer with ID "{customer_id}"'
    assert data == {"_entities": [None, {"__typename": "Customer", "id": "ada"}]}
    assert found == [Refusal(text, "NOT_FOUND", "graphql-no-such-entity")]


async def test_nobody_is_no_customer() -> None:
    data, found = await refusals(IDS, NOBODY, representations=refer("Customer", "ada"))

    text = "The current customer isn't authorized."
    assert data == {"_entities": [None]}
    assert found == [Refusal(text, "UNAUTHENTICATED", "graphql-authorization")]


async def test_without_an_id_the_customer_is_the_tokens() -> None:
    """Magento up to 2.4.8 does not say who its customer is (ADR 120)."""
    await add_customer("bob")

    mine = await entities(IDS, [{"__typename": "Customer"}])
    bobs = await entities(IDS, [{"__typename": "Customer"}], By("bob"))
    data, found = await refusals(IDS, NOBODY, representations=[{"__typename": "Customer"}])

    assert mine == [{"__typename": "Customer", "id": "ada"}]
    assert bobs == [{"__typename": "Customer", "id": "bob"}]
    assert data == {"_entities": [None]}
    assert [refusal.code for refusal in found] == ["UNAUTHENTICATED"]


async def test_nobody_gets_guests_carts_and_no_customers() -> None:
    """R12.1: those of nobody and those of somebody else answer as each does alone."""
    await fill_cart(line("1.00"), cart_id="adas")
    await fill_cart(line("1.00"), cart_id="guests", customer_id=None)
    references = refer("Cart", "guests", "adas", "nowhere", "guests")

    data, found = await refusals(IDS, NOBODY, representations=references)

    guests = {"__typename": "Cart", "id": "guests"}
    assert data == {"_entities": [guests, None, None, guests]}
    assert found == [
        Refusal(f'Could not find a cart with ID "{cart_id}"', "NOT_FOUND", "graphql-no-such-entity")
        for cart_id in ("adas", "nowhere")
    ]


NO_ID = "representations[0].id is missing or not a string."
NO_TYPE = "representations[0].__typename must be Customer or Cart."
TOO_LONG = "representations[0].id: Must be 1 to 128 printable characters."


@pytest.mark.parametrize(
    ("representation", "message"),
    [
        ({"__typename": "Cart"}, NO_ID),
        ({"__typename": "Customer", "id": None}, NO_ID),
        ({"__typename": "Customer", "id": 7}, NO_ID),
        ({"__typename": "Cart", "id": ["c1"]}, NO_ID),
        ({"__typename": "Cart", "id": {"id": "c1"}}, NO_ID),
        ({"__typename": "Cart", "id": ""}, TOO_LONG),
        ({"__typename": "Cart", "id": "x" * 129}, TOO_LONG),
        ({"__typename": "Cart", "id": "a\0b"}, TOO_LONG),
        ({"__typename": "Customer", "id": "x" * 129}, TOO_LONG),
        ({"__typename": "Money", "id": "c1"}, NO_TYPE),
        ({"__typename": "Query", "id": "c1"}, NO_TYPE),
        ({"__typename": "Nothing", "id": "c1"}, NO_TYPE),
        ({"__typename": ["Cart"], "id": "c1"}, NO_TYPE),
        ({"__typename": {}, "id": "c1"}, NO_TYPE),
        ({"id": "c1"}, NO_TYPE),
        ({}, NO_TYPE),
    ],
)
async def test_a_bad_reference_is_refused_and_the_others_are_answered(
    representation: dict[str, object], message: str
) -> None:
    data, found = await refusals(IDS, representations=[representation, *refer("Customer", "ada")])

    assert data == {"_entities": [None, {"__typename": "Customer", "id": "ada"}]}
    assert found == [Refusal(message, "INVALID", "graphql-input")]


@pytest.mark.parametrize("representations", [["c1"], [7], [None], [["c1"]], "c1", None], ids=repr)
async def test_what_is_no_object_is_no_reference(representations: object) -> None:
    data, found = await refusals(IDS, representations=representations)

    assert data is None
    assert [refusal.code for refusal in found] == ["BAD_REQUEST"]
    assert "representations" in found[0].message


async def test_more_than_100_references_are_refused_before_any_is_looked_up() -> None:
    """R14.1."""
    references = refer("Cart", *(f"c{number}" for number in range(101)))

    with count_statements() as count:
        data, found = await refusals(IDS, representations=references)

    assert data is None
    assert found == [
        Refusal("representations must have at most 100 items.", "OUT_OF_RANGE", "graphql-input")
    ]
    assert count.statements == []


async def test_none_asked_for_is_none_answered() -> None:
    assert await entities(IDS, []) == []


@pytest.mark.parametrize("times", [1, 20])
async def test_the_same_customer_costs_the_same_however_often_referred_to(times: int) -> None:
    for _ in range(3):
        await give(10)

    with count_statements() as count:
        await entities(
            ENTITIES % f"{{ ... on Customer {{ email {POINTS} orders {{ total_count }} }} }}",
            refer("Customer", *["ada"] * times),
            By(store="us"),
        )

    account_with_histories, expirations, expiries = 1, 2, 1
    profile, orders = 1, 3
    points = account_with_histories + expirations + expiries
    assert len(count.statements) == profile + points + orders


async def test_customers_and_carts_are_answered_in_their_order() -> None:
    await fill_cart(line("1.00"))

    found = await entities(
        IDS, [*refer("Cart", "c1"), *refer("Customer", "ada"), *refer("Cart", "c1")]
    )

    assert [entity["__typename"] for entity in found] == ["Cart", "Customer", "Cart"]


async def test_requests_at_once_do_not_see_each_others_customers() -> None:
    await fill_cart(line("1.00"), cart_id="adas")
    await fill_cart(line("1.00"), cart_id="bobs", customer_id="bob")

    answers = await asyncio.gather(
        *(
            refusals(IDS, By(customer), representations=refer("Cart", "adas", "bobs"))
            for customer in ("ada", "bob") * 5
        )
    )

    found = [
        [entity and entity["id"] for entity in data["_entities"]] for data, _ in answers if data
    ]
    assert found == [["adas", None], [None, "bobs"]] * 5
