"""Points on a deleted website: kept, not spendable, moved or written off (R1.5)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import account_lots, lots_by_entry, read_account, read_accounts
from services.accounts.adjustments import Adjustment
from services.accounts.orphans import delete_orphan_points, move_orphan_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

A_DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("database")


async def leave_orphans(points: int = 40, *, cap: int | None = None) -> None:
    """Give Ada points on `uk`, which expire in 30 days, and delete the website."""
    await open_shop(settings={"balance_cap": cap})
    await open_shop(website_code="uk", currency="GBP", settings={"expiry_days": 30})
    await give(points, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)


async def move(key: str = "k", source: str = "uk") -> Adjustment:
    return await move_orphan_points(
        customer_id="ada",
        from_website_code=source,
        to_website_code="us",
        idempotency_key=key,
        caller=ADMIN,
        now=NOW,
    )


async def delete(key: str = "k") -> Adjustment:
    return await delete_orphan_points(
        customer_id="ada",
        from_website_code="uk",
        idempotency_key=key,
        caller=ADMIN,
        now=NOW,
    )


async def balances() -> dict[str, int]:
    accounts = await read_accounts(customer_id="ada", now=NOW)
    return {account.website_code: account.balance for account in accounts}


async def test_a_deleted_websites_points_are_kept_as_orphans() -> None:
    """R1.5."""
    await leave_orphans()

    account = await read_account(customer_id="ada", website_code="uk", now=NOW)

    assert (account.orphan, account.balance) == (True, 40)


async def test_orphan_points_are_not_spendable() -> None:
    """R1.5."""
    await open_shop()
    await give(40)
    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)
    await fill_cart(line("8.00"))
    await put_website(code="uk", is_default=True, caller=ADMIN, now=NOW)
    await delete_website(code="us", caller=ADMIN, now=NOW)

    with pytest.raises(NotFound):
        await apply_points(cart_id="c1", caller=ADA, now=NOW)


async def test_more_orphan_points_than_the_other_account_can_hold_are_refused() -> None:
    """R3.7: at the website they can't go to; nothing is moved."""
    await leave_orphans(100)
    for points in (1_000_000_000, 1_000_000_000, 147_483_600):
        await give(points)

    with pytest.raises(OutOfRange) as refusal:
        await move()

    assert refusal.value.path == ("to_website_code",)
    assert await balances() == {"uk": 100, "us": 2_147_483_600}


async def test_moved_points_keep_their_dates_and_are_never_cut() -> None:
    """R1.5, R4.1."""
    await leave_orphans(cap=10)

    moved = await move()

    assert moved.entry is not None
    assert (moved.entry.reason, moved.entry.points) == (LedgerReason.ORPHAN_MOVED, 40)
    assert await balances() == {"uk": 0, "us": 40}
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    (lot,) = await account_lots(standing=standing, now=NOW)
    assert lot.expires_at == NOW + timedelta(days=30)
    assert (await check_ledger()).ok


async def test_each_lot_moved_keeps_its_dates_under_both_calculations() -> None:
    """R1.5, R10.2."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP", settings={"expiry_days": 30})
    await give(7, website_code="uk", now=NOW - A_DAY)
    await give(40, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)

    await move()
    dynamic = {"expiry_calculation": "DYNAMIC", "expiry_days": 60}
    await update_settings(website_code="us", changes=dynamic, caller=ADMIN, now=NOW)

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    lots = await account_lots(standing=standing, now=NOW)
    assert [(lot.remaining, lot.created_at, lot.expires_at) for lot in lots] == [
        (7, NOW - A_DAY, NOW + 29 * A_DAY),
        (40, NOW, NOW + 30 * A_DAY),
    ]


async def test_points_are_moved_once() -> None:
    """R3.5."""
    await leave_orphans()
    first = await move()

    again = await move()

    assert again.replayed
    assert again.entry == first.entry
    assert await balances() == {"uk": 0, "us": 40}


async def test_with_nothing_left_nothing_is_moved() -> None:
    await leave_orphans()
    await move()

    nothing = await move(key="another")

    assert nothing.entry is None
    assert nothing.message == "There are no orphan points on this website."


async def test_written_off_points_leave_their_history() -> None:
    """R1.5: ledger rows stay."""
    await leave_orphans()

    deleted = await delete()

    assert deleted.entry is not None
    assert (deleted.entry.reason, deleted.entry.points) == (LedgerReason.ORPHAN_DELETED, -40)
    account = await read_account(customer_id="ada", website_code="uk", now=NOW)
    assert (account.balance, account.entries) == (0, 2)
    assert (await check_ledger()).ok


async def test_points_of_a_website_that_is_there_are_no_orphans() -> None:
    """R1.5."""
    await leave_orphans()

    with pytest.raises(Invalid):
        await move(source="us")


async def test_a_website_put_again_has_its_points_back() -> None:
    """R1.5."""
    await leave_orphans()

    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)

    account = await read_account(customer_id="ada", website_code="uk", now=NOW)
    assert (account.orphan, account.balance) == (False, 40)


async def test_of_a_lot_spent_in_part_the_rest_is_moved() -> None:
    """R1.5."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP", settings={"expiry_days": 30})
    await give(40, website_code="uk")
    await give(-15, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)

    await move()

    assert await balances() == {"uk": 0, "us": 25}
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    lots = await account_lots(standing=standing, now=NOW)
    assert [(lot.points, lot.remaining) for lot in lots] == [(25, 25)]
    assert (await check_ledger()).ok


async def test_the_lot_told_of_points_moved_is_the_first_to_expire() -> None:
    """R1.5, R10.2: the entry opens two."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP", settings={"expiry_days": 30})
    await give(7, website_code="uk", now=NOW - A_DAY)
    await give(40, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)

    entry = (await move()).entry

    assert entry is not None
    assert (await lots_by_entry([entry]))[entry.id].expires_at == NOW + 29 * A_DAY


async def test_moved_points_without_a_date_follow_the_other_websites_life() -> None:
    """R1.5, R10.2: under DYNAMIC, for no date was ever given to them."""
    dynamic = {"expiry_calculation": "DYNAMIC", "expiry_days": 60}
    await open_shop(settings=dynamic)
    await open_shop(website_code="uk", currency="GBP")
    await give(40, website_code="uk")
    await delete_website(code="uk", caller=ADMIN, now=NOW)

    await move()

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    (lot,) = await account_lots(standing=standing, now=NOW)
    assert lot.expires_at == NOW + 60 * A_DAY
