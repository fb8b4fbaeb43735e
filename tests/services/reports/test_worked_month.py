"""The worked month of docs/books.md: its tables are what the reports answer (R15.1 to R15.3)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from services.accounts.expiry import expire_points
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.orders.cancelling import cancel_order
from services.reports.activity import read_activity
from services.reports.journal import read_journal
from services.reports.liability import read_liability
from services.rules.basics.enums import Interval, RateDirection
from services.setup.exchange_rates import list_exchange_rates, update_exchange_rate
from tests.services.shop import (
    ADA,
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

PAGE = Path(__file__).parents[3] / "docs" / "books.md"
APRIL, MAY = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def on(day: int, month: int = 4) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


async def live_through_april() -> None:
    """Do what the page tells, day by day."""
    await open_shop(settings={"expiry_days": 90}, now=on(1, 1))
    await add_customer("bob", now=on(1, 1))
    await give(60, customer_id="bob", now=on(15, 1))
    await buy("bought", "40.00", at=on(10, 3))
    await give(50, now=on(2))
    await buy("spent", "30.00", points=120, at=on(8))
    await expire_points(now=on(15))
    await cancel_order(order_id="spent", cancellation_id="c", lines=None, caller=ADMIN, now=on(20))
    page = await list_exchange_rates(
        direction=RateDirection.POINTS_TO_CURRENCY, page=PageRequest(1)
    )
    await update_exchange_rate(
        rate_id=page.items[0].id,
        website_code="us",
        customer_group_code=None,
        direction=RateDirection.POINTS_TO_CURRENCY,
        points=10,
        currency_amount=Decimal("1.50"),
        caller=ADMIN,
        now=on(28),
    )


async def buy(order_id: str, price: str, *, at: datetime, points: int | None = None) -> None:
    await fill_cart(line(price), cart_id=order_id, now=at)
    if points is not None:
        await apply_points(cart_id=order_id, points=points, caller=ADA, now=at)
    await place(order_id, cart_id=order_id, now=at)
    if points is None:
        await invoice(order_id, now=at)


def table(head: str, rows: Iterable[Iterable[object]]) -> str:
    """Write a table of the page."""
    lines = [head, "|---" * (head.count("|") - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def money(amount: Decimal) -> str:
    return f"{amount:.2f}" if amount else ""


async def tables() -> list[str]:
    liability = [
        (
            f"{at:%-d %B}", found.points, f"{found.worth.amount:.2f}", found.accounts,
            ", ".join(f"{each.month:%B}: {each.points}, {each.worth.amount:.2f}"
                for each in found.by_expiry_month if each.month),
        )
        for at in (APRIL, MAY)
        for found in await read_liability(as_of=at, website_code="us", now=MAY)
    ]  # fmt: skip
    activity = [
        (each.balance_start, each.awarded, each.earned, each.redeemed, each.returned,
            each.reversed, each.expired, each.adjusted, each.balance_end)
        for each in await read_activity(
            website_code="us", since=APRIL, until=MAY, interval=Interval.MONTH
        )
    ]  # fmt: skip
    lines = await read_journal(website_code="us", since=APRIL, until=MAY, now=MAY)
    journal: list[tuple[object, ...]] = [
        (each.account, each.reason or "", each.points or "", money(each.debit.amount),
            money(each.credit.amount))
        for each in lines
    ]  # fmt: skip
    total = [sum(amount) for amount in zip(*((each.debit.amount, each.credit.amount)
        for each in lines), strict=True)]  # fmt: skip
    journal.append(("**sum**", "", "", *(f"**{money(Decimal(each))}**" for each in total)))
    return [
        table("| at the beginning of | points | worth | accounts | by expiry month |", liability),
        table("| start | awarded | earned | redeemed | returned | reversed | expired | adjusted"
            " | end |", activity),
        table("| account | reason | points | debit | credit |", journal),
    ]  # fmt: skip


async def test_the_worked_month_is_what_the_reports_answer() -> None:
    """R15.1, R15.2, R15.3."""
    await live_through_april()

    found = await tables()

    page = PAGE.read_text()
    assert [each for each in found if each not in page] == []
