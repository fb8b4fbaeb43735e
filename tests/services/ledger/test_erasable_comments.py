"""Comments and details are erased, the ledger and the audit log stay (R12.5, R17.1)."""

import pytest

from models.database import DatabaseFailure, execute, fetch, octets
from services.accounts.adjustments import adjust_points
from services.accounts.verification import check_ledger
from services.command.erasable import salted_hash
from services.command.pages.cursor_page import PageRequest
from services.ledger.reading.history import EntryFilter, list_entries
from tests.clock import NOW
from tests.services.setup.builders import audit_log
from tests.services.shop import ADMIN, open_shop

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    for number, comment in enumerate(("Sorry, Ada", "Sorry, Ada", None)):
        await adjust_points(
            customer_id="ada",
            website_code="us",
            points=5,
            comment=comment,
            idempotency_key=str(number),
            caller=ADMIN,
            now=NOW,
        )


async def test_an_erased_comment_is_gone_and_the_ledger_holds() -> None:
    await execute("DELETE FROM entry_comments WHERE customer_id = ?", ["ada"])
    left = await check_ledger()
    await execute(
        "UPDATE customers SET erased_at = ?, email = NULL, first_name = NULL, last_name = NULL,"
        " balance_updates = FALSE, expiration_notifications = FALSE WHERE id = 'ada'",
        [NOW],
    )

    entries = (await list_entries(EntryFilter(), PageRequest())).items
    check = await check_ledger()

    assert len(left.violations) == 2
    assert all("has lost its comment" in line for line in left.violations)
    assert [entry.comment for entry in entries] == [None, None, None]
    assert check.violations == []


async def test_a_comment_is_not_changed() -> None:
    with pytest.raises(DatabaseFailure, match="append-only"):
        await execute("UPDATE entry_comments SET text = 'another'")


async def test_erased_details_are_empty_ones_and_the_ledger_holds() -> None:
    await execute("DELETE FROM audit_details")

    log = await audit_log()
    check = await check_ledger()

    assert {entry.action for entry in log} >= {"pointsAdjust"}
    assert [entry.details for entry in log] == [{} for _ in log]
    assert check.violations == []


async def test_one_text_has_another_hash_each_time() -> None:
    """What was erased can't be guessed by hashing what it may have been."""
    rows = await fetch("SELECT comment_hash, comment_salt, comment FROM ledger ORDER BY sequence")

    first, second, silent = ([*row.values()] for row in rows)
    assert first[0] != second[0]
    assert octets(first[0]) == salted_hash(octets(first[1]), "Sorry, Ada")
    assert silent == [None, None, None]
