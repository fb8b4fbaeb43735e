"""What reads cost: statements, whatever the length of the history or the number of items."""

import pytest

from models.database import count_statements
from tests.api.storefront.asking import By, ask
from tests.services.shop import fill_cart, give, line, place

pytestmark = pytest.mark.usefixtures("shop")

ADA = By(website="us")
PROGRAMME = 1
ACCOUNT = 1  # and its programme, where both are asked for
ENTRIES = 1
LOTS = 1

BALANCE = """balance { points money { value } } available { points } pending { points }
    exchange_rates { earning { points } redemption { points } }"""
SUBSCRIPTIONS = "subscription_status { balance_updates points_expiration_notifications }"


async def statements(query: str, by: By = ADA) -> int:
    with count_statements() as count:
        await ask(query, by)
    return len(count.statements)


async def statements_of_points(selection: str) -> int:
    return await statements(f"{{ customer {{ id reward_points {{ {selection} }} }} }}")


async def test_a_balance_with_rates_is_one_statement() -> None:
    await give(100)

    assert await statements_of_points(BALANCE) == ACCOUNT


@pytest.mark.parametrize("by", [By(), By(store="us")], ids=["default-website", "header"])
async def test_a_website_that_no_token_names_costs_no_statement(by: By) -> None:
    query = "{ customer { reward_points { balance { points } } } }"

    assert await statements(query, by) == ACCOUNT


@pytest.mark.parametrize(
    "history",
    [
        "history(pageSize: 30) { total_count items { change_reason date } }",
        "history { items { points_change } }",
        "... on RewardPoints { newest: history(pageSize: 5) { items { date } } }",
        "balance_history { date balance { points } }",
    ],
    ids=["page", "usual-page", "fragment", "newest"],
)
async def test_the_newest_history_comes_with_the_balance_however_long(history: str) -> None:
    for _ in range(30):
        await give(1)

    assert await statements_of_points(f"{BALANCE} {history}") == ACCOUNT


@pytest.mark.parametrize(("page", "statements_more"), [(1, 0), (2, ENTRIES)])
async def test_a_page_may_be_named_by_variables(page: int, statements_more: int) -> None:
    for points in range(1, 8):
        await give(points)
    query = """query($page: Int, $size: Int!) { customer { reward_points {
        history(currentPage: $page, pageSize: $size) { items { points_change } }
    } } }"""

    with count_statements() as count:
        answer = await ask(query, ADA, page=page, size=3)

    items = answer["customer"]["reward_points"]["history"]["items"]
    newest = 7 if page == 1 else 4
    assert [item["points_change"] for item in items] == [newest, newest - 1, newest - 2]
    assert len(count.statements) == ACCOUNT + statements_more


@pytest.mark.parametrize(
    "history",
    [
        "history(pageSize: 5, currentPage: 2) { items { date } }",
        "history(pageSize: 5) @include(if: true) { items { date } }",
        "a: history(pageSize: 5) { items { date } } b: history(pageSize: 9) { items { date } }",
    ],
    ids=["second-page", "condition", "longer-page-under-another-name"],
)
async def test_another_part_of_the_history_is_one_statement_more(history: str) -> None:
    for _ in range(30):
        await give(1)

    assert await statements_of_points(f"{BALANCE} {history}") == ACCOUNT + ENTRIES


async def test_a_history_read_with_the_balance_is_the_same_as_one_read_alone() -> None:
    """R12.3."""
    for points in range(1, 31):
        await give(points)
    page = "{ total_count items { date points_change change_reason comment balance { points } } }"
    ask_for = "{ customer { reward_points { %s } } }"

    along = await ask(ask_for % f"history(pageSize: 7) {page}", ADA)
    alone = await ask(ask_for % f"history(pageSize: 7) @skip(if: false) {page}", ADA)

    changes = along["customer"]["reward_points"]["history"]
    assert along == alone
    assert [item["points_change"] for item in changes["items"]] == [30, 29, 28, 27, 26, 25, 24]


async def test_the_expiries_of_a_history_are_one_more_for_all() -> None:
    for _ in range(30):
        await give(1)

    found = await statements_of_points("history(pageSize: 30) { items { expires_at } }")

    assert found == ACCOUNT + LOTS


async def test_who_the_customer_is_is_one_statement_whatever_is_asked() -> None:
    found = await statements(
        f"""{{
            customer {{
                email firstname lastname custom_attributes {{ code }}
                reward_points {{ {SUBSCRIPTIONS} }}
            }}
            storeConfig {{ code base_currency_code reward_points_landing_page {{ html }} }}
        }}"""
    )

    profile, programme_of_store_config = 1, 1
    assert found == ACCOUNT + profile + programme_of_store_config


@pytest.mark.parametrize("orders", [1, 5])
async def test_orders_cost_the_same_however_many(orders: int) -> None:
    for number in range(orders):
        await fill_cart(line("7.00"), cart_id=f"c{number}")
        await place(f"o{number}", cart_id=f"c{number}")

    found = await statements(
        """{ customer { orders(pageSize: 5) { total_count items {
            status total { grand_total { value } } reward_points { pending }
        } } } }"""
    )

    orders_with_lines_and_count_and_carts = 3
    assert found == ACCOUNT + orders_with_lines_and_count_and_carts


@pytest.mark.parametrize("items", [1, 20])
async def test_a_cart_costs_the_same_however_many_items(items: int) -> None:
    await fill_cart(*(line("7.00", line_id=f"l{number}") for number in range(items)))

    found = await statements(
        """{ cart(cart_id: "c1") {
            items { product { sku } prices { row_total { value } } }
            prices { grand_total { value } }
            applied_reward_points { points }
            reward_points_quote { points_to_earn }
        } }"""
    )

    row, products = 1, 1
    assert found == row + PROGRAMME + ACCOUNT + products
