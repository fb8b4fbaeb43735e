"""What each hot operation costs the database, to the statement (ADR 7).

A number that grows is a decision, not an accident: change it here and in the ADR together. SQLite,
which is asked over no network, locks at once and has numbers of its own for some of them.
"""

from collections.abc import Awaitable

import pytest

from models.database import count_statements, dialect
from services.accounts.accounts import account_history, read_account
from services.checkout.carts import find_own_cart
from services.checkout.redemption import apply_points, hold_points
from services.command.pages.cursor_page import PageRequest
from services.orders.orders import find_order, list_orders
from tests.clock import NOW
from tests.services.events.event_log import subscribe
from tests.services.orders.order_life import cancel, set_status
from tests.services.shop import ADA, fill_cart, give, invoice, line, open_shop, place

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif("config.getoption('--pooler')", reason="commands lock behind a pooler"),
    pytest.mark.not_on_citus("commands lock there, which takes more: docs/scaling.md counts them"),
]


async def statements_of(operation: Awaitable[object]) -> int:
    with count_statements() as counted:
        await operation
    return counted.round_trips


def by_database(postgres: int, sqlite: int) -> int:
    return postgres if dialect() == "postgres" else sqlite


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await give(30)


async def test_a_balance_with_rates_takes_one_statement() -> None:
    """With the account come the customer's group and the programme's version."""
    read = read_account(customer_id="ada", website_code="us", now=NOW)

    assert await statements_of(read) == 1


async def test_a_page_of_history_takes_one_statement() -> None:
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)

    assert await statements_of(account_history(standing=standing, page=PageRequest())) == 1


async def test_adding_points_takes_two_statements_whatever_the_history_is() -> None:
    """R3.1: what it reads, and one that writes and is a transaction by itself."""
    first = await statements_of(give(10))
    for _ in range(20):
        await give(5)
    later = await statements_of(give(10))

    expected = by_database(2, sqlite=6)
    assert (first, later) == (expected, expected)


async def test_taking_points_takes_two_statements_however_many_lots_pay() -> None:
    for _ in range(20):
        await give(5)

    one_lot = await statements_of(give(-10))
    many_lots = await statements_of(give(-80))

    expected = by_database(2, sqlite=7)
    assert (one_lot, many_lots) == (expected, expected)


async def test_reading_a_cart_takes_four_statements() -> None:
    await fill_cart(line("10.00"))
    read = find_own_cart(cart_id="c1", customer_id="ada", now=NOW)

    assert await statements_of(read) == 4


async def test_putting_a_cart_takes_two_statements() -> None:
    put = fill_cart(*(line("1.00", line_id=f"l{n}") for n in range(9)))

    assert await statements_of(put) == by_database(2, sqlite=7)


async def test_applying_points_takes_three_statements() -> None:
    await fill_cart(line("10.00"))

    assert await statements_of(apply_points(cart_id="c1", caller=ADA, now=NOW)) == by_database(
        3, sqlite=6
    )


async def test_holding_points_takes_eleven_statements() -> None:
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    assert await statements_of(hold_points(cart_id="c1", caller=ADA, now=NOW)) == 11


async def test_placing_takes_three_statements_however_many_lines_and_lots() -> None:
    for _ in range(20):
        await give(5)
    await fill_cart(*(line("1.00", line_id=f"l{number}") for number in range(9)))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    assert await statements_of(place()) == by_database(3, sqlite=9)


async def test_reading_orders_takes_one_statement_and_one_that_counts_them() -> None:
    """Each order is read with its lines, as both stood at one moment."""
    await fill_cart(*(line("1.00", line_id=f"l{number}") for number in range(9)))
    await place("o1")

    one = await statements_of(find_order(order_id="o1"))
    page = await statements_of(list_orders(customer_id="ada", page=PageRequest()))

    assert (one, page) == (1, 2)


async def test_the_invoice_that_earns_takes_eleven_statements() -> None:
    """One of them asks who invited the buyer, as the order becomes complete (R9.3)."""
    await fill_cart(*(line("1.00", line_id=f"l{number}") for number in range(9)))
    await place()

    assert await statements_of(invoice()) == 11


async def test_a_cancellation_that_gives_points_back_takes_eleven_statements() -> None:
    """R6.8."""
    await fill_cart(*(line("1.00", line_id=f"l{number}") for number in range(9)))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()

    assert await statements_of(cancel()) == 11


async def test_an_order_that_does_not_become_complete_asks_for_no_invitation() -> None:
    """R9.3: neither an invoice in part nor a status that was reached before costs more."""
    await fill_cart(line("1.00", 3))
    await place()
    with count_statements() as in_part:
        await invoice("o1", ("l1", 1))
    await invoice("o1", ("l1", 2), invoice_id="i2")
    await set_status("shipped")
    with count_statements() as again:
        await set_status("complete")

    asked = [text for text in in_part.statements + again.statements if "invitations" in text]
    assert asked == []


async def test_with_webhooks_what_changes_points_takes_no_statement_more() -> None:
    """R16.1: however many events and endpoints, they are written with the rest."""
    await subscribe()
    await subscribe("account.changed", websites=["us"])
    await give(30)
    await fill_cart(line("100.00"))

    applied = await statements_of(apply_points(cart_id="c1", caller=ADA, now=NOW))
    placed = await statements_of(place())
    invoiced = await statements_of(invoice())

    assert (applied, placed) == (by_database(3, sqlite=6), by_database(3, sqlite=9))
    assert invoiced == 11
