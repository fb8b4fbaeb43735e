"""A whole installation travels: every row of it, between both databases, or nothing (R15.4)."""

import asyncio
import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from models.catalogue import tables
from models.database import close_database, execute, open_database
from sample.shop import seed as load_sample_shop
from services.accounts.verification import check_ledger
from services.customers.merging import merge_customers
from services.moving.installation.export import export_installation
from services.moving.installation.moved_tables import MOVED, NOT_MOVED
from services.moving.installation.restore import import_installation, is_installation
from services.proof.sealing import make_seal
from services.proof.signing import SigningKey
from services.rules.basics.refusals import Invalid, Taken
from tests.citus_cluster import is_on_citus
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, count_rows, give, open_shop
from tests.simulation.shop_life import ShopLife, open_shop_of
from tests.simulation.virtual_time import VirtualTimeLoop

ROOT = Path(__file__).parents[3]
NEWEST = max(path.stem for path in (ROOT / "models" / "migrations").glob("0*.py"))
_SIGNED_UP = "INSERT INTO newsletter_signups VALUES (?, 'us', FALSE, ?) ON CONFLICT DO NOTHING"


def export_of(url: str, path: Path) -> list[str]:
    """Export the installation at `url`; return its lines in an order of their own."""

    async def export() -> None:
        await open_database(url, citus=url.startswith("postgres") and is_on_citus())
        with path.open("wb") as file:
            await export_installation(file, told=lambda _: None)
        await close_database()

    asyncio.run(export())
    _, *lines, end = path.read_text().splitlines()
    # PostgreSQL keeps the keys of a document in an order of its own.
    alike = [json.dumps(json.loads(line), sort_keys=True) for line in lines]
    return [*sorted(alike), json.dumps(json.loads(end)["rows"])]


def import_into(url: str, path: Path, *, is_dry: bool = False) -> list[str]:
    """Import an installation into the one at `url`; return what its ledger is found to lack."""

    async def put() -> list[str]:
        await open_database(url, citus=url.startswith("postgres") and is_on_citus())
        try:
            await import_installation(path, is_dry=is_dry, told=lambda _: None)
            return (await check_ledger()).violations
        finally:
            await close_database()

    return asyncio.run(put())


@pytest.fixture
def other_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the URL of a second database, which is SQLite's whatever the first one is."""
    return f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'other.db')}"


@pytest.fixture
def third_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite://{shutil.copy(sqlite_template, tmp_path / 'third.db')}"


@pytest.fixture
def exported(other_url: str, tmp_path: Path) -> Path:
    """Return the export of a small shop."""

    async def fill() -> None:
        await open_database(other_url)
        await open_shop()
        await give(100, key="once")
        await close_database()

    asyncio.run(fill())
    path = tmp_path / "shop.jsonl"
    export_of(other_url, path)
    return path


@pytest.mark.usefixtures("database")
async def test_each_table_is_moved_or_said_why_not() -> None:
    """Whoever adds a table says so in one of the two lists."""
    known = await tables()

    moved = [table.name for table in MOVED]
    assert sorted([*moved, *NOT_MOVED]) == sorted(known)
    assert all(NOT_MOVED.values())


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        yield runner


@pytest.mark.parametrize("seed", range(4))
def test_any_history_is_the_same_after_it_has_moved(
    seed: int,
    runner: asyncio.Runner,
    database_url: str,
    other_url: str,
    third_url: str,
    tmp_path: Path,
) -> None:
    """From SQLite to the database at hand and back: lots, balances, history, orders, keys."""

    async def live() -> None:
        chance = random.Random(seed)  # noqa: S311 - guards nothing
        await open_database(other_url)
        await open_shop_of(chance)
        await ShopLife(chance).run()
        at = NOW + timedelta(days=100)
        for customer in ("eve", "mallory"):
            await add_customer(customer, now=at)
            await execute(_SIGNED_UP, [customer, at])
        await merge_customers(
            from_id="eve", into_id="mallory", idempotency_key="one", caller=ADMIN, now=at
        )
        await make_seal(key=SigningKey(Ed25519PrivateKey.generate()), now=at)
        await execute("UPDATE emails SET status = 'FAILED', last_error = 'away'")
        await execute("UPDATE sandbox_clock SET offset_seconds = 86400")
        await close_database()

    runner.run(live())
    lived = export_of(other_url, tmp_path / "lived")

    found = import_into(database_url, tmp_path / "lived")
    moved = export_of(database_url, tmp_path / "moved")
    import_into(third_url, tmp_path / "moved")

    assert found == []
    assert moved == lived
    assert export_of(third_url, tmp_path / "back") == lived


def test_the_sample_shop_moves(database_url: str, other_url: str, tmp_path: Path) -> None:
    """It has something in nearly every table."""

    async def fill() -> None:
        await open_database(other_url)
        await load_sample_shop(now=NOW)
        await close_database()

    asyncio.run(fill())
    lived = export_of(other_url, tmp_path / "lived")

    assert import_into(database_url, tmp_path / "lived") == []
    assert export_of(database_url, tmp_path / "moved") == lived


def test_a_replay_stays_one(exported: Path, database_url: str) -> None:
    """Idempotency keys travel."""
    import_into(database_url, exported)

    async def again() -> bool:
        await open_database(database_url, citus=is_on_citus())
        try:
            return (await give(100, key="once")).replayed
        finally:
            await close_database()

    assert asyncio.run(again())


def test_queued_mail_stays_where_it_is(other_url: str, tmp_path: Path) -> None:
    async def fill() -> int:
        await open_database(other_url)
        await open_shop()
        await execute("UPDATE customers SET balance_updates = ?", [True])
        await give(100)
        queued = await count_rows("emails")
        await close_database()
        return queued

    assert asyncio.run(fill()) == 1
    assert '"emails":0' in (export_of(other_url, tmp_path / "e")[-1]).replace(" ", "")


def test_an_installation_with_anything_in_it_is_refused(exported: Path, other_url: str) -> None:
    with pytest.raises(Taken, match="This installation is not empty: there are websites"):
        import_into(other_url, exported)


def test_a_dry_run_leaves_nothing(exported: Path, database_url: str, tmp_path: Path) -> None:
    before = export_of(database_url, tmp_path / "before")

    import_into(database_url, exported, is_dry=True)

    assert export_of(database_url, tmp_path / "after") == before


def changed(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def cut_off_at_a_line(path: Path) -> None:
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        pytest.param(cut_off, "cut off", id="cut-off"),
        pytest.param(cut_off_at_a_line, "cut off", id="without-its-end"),
        pytest.param(lambda path: changed(path, NEWEST, "9025_later"), "newer", id="newer"),
        pytest.param(
            lambda path: changed(path, '"format":1', '"format":2'), "newer", id="newer-format"
        ),
        pytest.param(lambda path: changed(path, NEWEST, "0001_initial"), "older", id="old"),
        pytest.param(
            lambda path: changed(path, "ada@example.com", "eve@example.com"), "changed", id="bytes"
        ),
        pytest.param(
            lambda path: changed(path, '["general",', '["general",1,'), "values", id="wide"
        ),
        pytest.param(lambda path: changed(path, '["general",', "[general,"), "JSON", id="no-JSON"),
        pytest.param(
            lambda path: changed(path, '"table":"carts"', '"table":"sqlite_master"'),
            "no table sqlite_master",
            id="no-table",
        ),
        pytest.param(
            lambda path: changed(path, '{"name":"folded_code"', '{"name":"x\\" --"'),
            "not the table's columns",
            id="no-column",
        ),
    ],
)
def test_a_file_that_is_not_whole_and_of_this_version_leaves_nothing(
    spoil: Callable[[Path], None], problem: str, exported: Path, database_url: str, tmp_path: Path
) -> None:
    before = export_of(database_url, tmp_path / "before")
    spoil(exported)

    with pytest.raises(Invalid, match=problem):
        import_into(database_url, exported)

    assert export_of(database_url, tmp_path / "after") == before


def test_an_export_is_known_by_its_beginning(exported: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"customerId": "ada"}\n')

    assert is_installation(exported)
    assert not is_installation(rows)


def test_each_line_is_as_the_schema_says(exported: Path) -> None:
    """docs/export.schema.json."""
    schema = json.loads((ROOT / "docs" / "export.schema.json").read_text())
    line_of = Draft202012Validator(schema)

    lines = [json.loads(line) for line in exported.read_text().splitlines()]

    assert [error.message for line in lines for error in line_of.iter_errors(line)] == []
    assert not line_of.is_valid({"table": "customers"})
