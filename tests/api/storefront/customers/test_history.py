"""The history of the balance (R3.1, R3.6, R12.3, R14.1)."""

from datetime import timedelta

import pytest

from services.checkout.redemption import apply_points
from services.customers.putting import put_customer
from tests.api.storefront.asking import By, Refusal, ask, refusal
from tests.api.storefront.customers.points import points
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


async def test_a_change_is_told_with_its_balance_worth_and_expiry() -> None:
    """R3.1."""
    await open_shop(settings={"expiry_days": 10})
    await give(100)
    await fill_cart(line("4.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place(now=NOW + DAY)

    found = await points(
        """balance_history {
            balance { points money { value } } change_reason date points_change comment
            expires_at
        }""",
        by=By(now=NOW + DAY),
    )

    assert found["balance_history"] == [
        {
            "balance": {"points": 80, "money": {"value": 16.0}},
            "change_reason": "Redeemed for order o1",
            "date": "2024-05-02 12:00:00",
            "points_change": -20,
            "comment": None,
            "expires_at": None,
        },
        {
            "balance": {"points": 100, "money": {"value": 20.0}},
            "change_reason": "Updated by admin",
            "date": "2024-05-01 12:00:00",
            "points_change": 100,
            "comment": None,
            "expires_at": "2024-05-11T12:00:00Z",
        },
    ]


async def test_reasons_are_in_the_customers_language() -> None:
    """R3.6."""
    await open_shop()
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        locale="de-AT",
        caller=ADMIN,
        now=NOW,
    )
    await give(5)

    found = await points("history { items { change_reason } }")

    assert found["history"]["items"] == [{"change_reason": "Vom Shop angepasst"}]


async def test_the_history_pages_through_all_newest_first() -> None:
    await open_shop()
    for amount in (1, 2, 3):
        await give(amount)

    pages = [
        await points(
            f"""history(currentPage: {number}, pageSize: 2) {{
                items {{ points_change }} total_count
                page_info {{ current_page page_size total_pages }}
            }}"""
        )
        for number in (1, 2, 3)
    ]

    changes = [[item["points_change"] for item in page["history"]["items"]] for page in pages]
    assert changes == [[3, 2], [1], []]
    assert {page["history"]["total_count"] for page in pages} == {3}
    assert pages[1]["history"]["page_info"] == {
        "current_page": 2,
        "page_size": 2,
        "total_pages": 2,
    }


async def test_the_page_may_be_given_by_variables() -> None:
    await open_shop()
    for amount in (1, 2, 3):
        await give(amount)
    query = """query ($page: Int!, $size: Int!) { customer { reward_points {
        history(currentPage: $page, pageSize: $size) { items { points_change } }
    } } }"""

    pages = [await ask(query, page=number, size=2) for number in (1, 2)]

    assert [page["customer"]["reward_points"]["history"]["items"] for page in pages] == [
        [{"points_change": 3}, {"points_change": 2}],
        [{"points_change": 1}],
    ]


async def test_the_balance_history_stops_at_100() -> None:
    await open_shop()
    for number in range(101):
        await give(number + 1)

    found = await points("balance_history { points_change } history { total_count }")

    assert len(found["balance_history"]) == 100
    assert found["balance_history"][0] == {"points_change": 101}
    assert found["history"]["total_count"] == 101


async def test_a_hidden_history_is_null_while_the_rest_is_given() -> None:
    """R12.3."""
    await open_shop(settings={"history_visible": False, "expiry_days": 10})
    await give(5)

    found = await points(
        """balance { points } expirations { amount { points } }
        balance_history { date } history { total_count }"""
    )

    assert found == {
        "balance": {"points": 5},
        "expirations": [{"amount": {"points": 5}}],
        "balance_history": None,
        "history": None,
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("pageSize: 0", "pageSize must be from 1 to 100."),
        ("pageSize: 101", "pageSize must be from 1 to 100."),
        ("currentPage: 0", "currentPage must be at least 1."),
    ],
)
async def test_a_page_that_cannot_be_is_refused(arguments: str, sentence: str) -> None:
    """R14.1."""
    await open_shop()

    found = await refusal(
        f"{{ customer {{ reward_points {{ history({arguments}) {{ total_count }} }} }} }}"
    )

    assert found == Refusal(sentence, "OUT_OF_RANGE", "graphql-input")
