"""A file of balances is imported in batches, once, and goes on where it was cut off (R15.4)."""

import csv
from pathlib import Path

import pytest

from models.database import fetch
from services.accounts.accounts import read_account
from services.accounts.verification import check_ledger
from services.command.caller import SYSTEM
from services.moving import balance_file
from services.moving.balance_file import BalanceImport, import_balances, try_balances
from services.moving.file_imports import Progress, begin_file, claim_rows
from services.moving.files.file_row import FileRow
from services.moving.files.row_file import RowFile
from services.moving.files.websites_named import WebsitesNamed
from services.moving.refused_rows import Refused, RefusedFile
from services.rules.basics.refusals import Invalid, NotFound, Taken
from tests.clock import NOW
from tests.services.shop import add_customer, count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

ROWS = "ada,,us,10,\nnobody,,us,1,=1+1\n,ada@example.com,us,-4,\nbob,,us,30,x\nada,,us,-7,\n"


@pytest.fixture
def file(tmp_path: Path) -> RowFile:
    """Return a file of five rows, two of which can't be: nobody's, and one too many taken."""
    path = tmp_path / "balances.csv"
    path.write_text(f"customerId,email,websiteCode,points,comment\n{ROWS}")
    return RowFile(path, None, WebsitesNamed())


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await add_customer("bob")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance_file, "BATCH", 2)


async def bring(
    file: RowFile, *, refused: Path | None = None, resume: bool = False
) -> BalanceImport:
    return await import_balances(
        file, refused_path=refused, resume=resume, caller=SYSTEM, told=lambda _: None
    )


async def balances() -> list[int]:
    accounts = [
        await read_account(customer_id=customer_id, website_code="us", now=NOW)
        for customer_id in ("ada", "bob")
    ]
    return [account.balance for account in accounts]


async def test_rows_are_booked_in_file_order_across_batches(file: RowFile) -> None:
    done = await bring(file)

    assert (done.progress.imported, done.progress.refused) == (3, 2)
    assert await balances() == [6, 30]
    assert [(refused.row.line, refused.field) for refused in done.refusals] == [
        (3, "customerId"),
        (6, "points"),
    ]
    assert (await check_ledger()).ok


async def test_nobody_is_mailed(file: RowFile) -> None:
    """R11.1."""
    await bring(file)

    assert await count_rows("emails") == 0


async def test_the_import_is_in_the_audit_log(file: RowFile) -> None:
    """R12.2."""
    await bring(file)

    rows = await fetch("SELECT action, target, details FROM audit_log ORDER BY id DESC LIMIT 2")
    assert [(row["action"], row["target"]) for row in rows] == [
        ("importFinished", "balances.csv"),
        ("import", "balances.csv"),
    ]
    assert file.digest() in str(rows[1]["details"])


async def test_a_dry_run_says_the_same_and_writes_nothing(file: RowFile) -> None:
    """Rows of one batch count for those of the next."""
    tables = ("ledger_entries", "reward_accounts", "audit_entries", "file_imports")
    before = [await count_rows(table) for table in tables]

    tried = await try_balances(file, refused_path=None, caller=SYSTEM, told=lambda _: None)
    after = [await count_rows(table) for table in tables]
    done = await bring(file)

    assert after == before
    assert tried.progress.imported == done.progress.imported
    assert [str(refused.error) for refused in tried.refusals] == [
        str(refused.error) for refused in done.refusals
    ]


async def test_the_same_bytes_are_the_same_file(file: RowFile, tmp_path: Path) -> None:
    """R15.4: the same file again is refused, whatever it is called."""
    await bring(file)
    copy = RowFile(tmp_path / "copy.csv", None, WebsitesNamed())
    copy.path.write_bytes(file.path.read_bytes())

    with pytest.raises(Taken, match=r"balances.csv was imported at"):
        await bring(copy)
    assert (await bring(copy, resume=True)).progress.is_finished
    assert await balances() == [6, 30]


async def test_another_file_is_not_resumed_in_its_place(file: RowFile) -> None:
    """R15.4: a file that has changed since it was begun would bring its rows twice."""
    await begin_file(
        digest=file.digest(), file_name="balances.csv", resume=False, caller=SYSTEM, now=NOW
    )
    file.path.write_text(file.path.read_text() + "bob,,us,1,\n")

    with pytest.raises(NotFound, match="has changed since"):
        await bring(file, resume=True)


async def test_of_two_processes_one_goes_on(file: RowFile) -> None:
    await bring(file)

    with pytest.raises(Taken, match="Another process"):
        await claim_rows(file.digest(), Progress(rows_done=2, imported=1, refused=1))


async def test_refused_rows_are_in_a_file_that_can_be_mended_and_imported(
    file: RowFile, tmp_path: Path
) -> None:
    """R15.4: with line numbers, line 1 is the header; no cell can start a formula."""
    refused = tmp_path / "refused.csv"

    await bring(file, refused=refused)

    with refused.open(newline="") as text:
        found = list(csv.DictReader(text))
    assert [(row["line"], row["field"], row["code"]) for row in found] == [
        ("3", "customerId", "NOT_FOUND"),
        ("6", "points", "INSUFFICIENT_POINTS"),
    ]
    assert [row["comment"] for row in found] == ["'=1+1", ""]
    refused.write_text(refused.read_text().replace("nobody,", "bob,").replace(",-7,", ",-6,"))
    mended = await bring(RowFile(refused, None, WebsitesNamed()))
    assert (mended.progress.imported, mended.progress.refused) == (2, 0)
    assert await balances() == [0, 31]


def test_refused_rows_of_a_batch_that_is_tried_again_are_there_once(tmp_path: Path) -> None:
    """R15.4: what a batch has written before it was cut off, the next attempt writes over."""
    into = RefusedFile(tmp_path / "refused.csv", ["points"])
    first, second = (Refused(FileRow(line, {"points": line}), Invalid("No.")) for line in (2, 3))

    after = into.write([first], after=0)
    into.write([second, second], after=after)
    into.write([second], after=after)

    assert into.path.read_text().splitlines() == [
        "line,field,code,message,points",
        "2,,INVALID,No.,2",
        "3,,INVALID,No.,3",
    ]
