"""Upgrades: rows that an older version wrote mean what they meant (R5.2)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from models import database, schema_history
from models.rows.bulk import snapshot
from models.tables.checkout import OrderEvent
from services.accounts.checks.chains import broken_chains
from services.command.audit import list_audit_entries
from services.command.erasable import salted_hash
from services.command.pages.cursor_page import PageRequest
from services.ledger.reading.history import EntryFilter, list_entries
from tests.clock import NOW
from tests.services.operation.older_schema import insert, migrate_to

_NO_INVOICE_LINES = "0018_programme_version"
_ONE_ROW_OF_ALL = "0023"
_PENDING_ON_ORDERS = "0029_unlocked"
_WHOLE_UNITS = "0011_audit_append_only"
_DAY = timedelta(days=1)


async def test_whole_units_of_older_versions_stay_whole_units(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R5.2: 3 units are 30,000 ten-thousandths."""
    await database.open_database(empty_database_url)
    try:
        await migrate_to(_WHOLE_UNITS, monkeypatch)
        await insert("websites", code="us", name="US", base_currency="USD", time_zone="UTC",
            is_default=False, created_at=NOW)  # fmt: skip
        await insert("cart_rules", id=uuid4(), name="Bulk", active=True, website_codes=[],
            customer_group_codes=[], coupon_key="", priority=0, stops_further_rules=False,
            quantity_from=12, skus=[], sku_match="ANY", points=5)  # fmt: skip
        await insert("orders", id="o1", number="1", website_code="us", cart_id="c1", position=0,
            status="processing", quote={}, points_used=0, product_points_used=0,
            needed_approved=False, received_approved=False, points_taken=0, points_granted=0,
            granted_gross=0, granted_lost=0, pending_points=0, placed_at=NOW)  # fmt: skip
        await insert("order_lines", id=uuid4(), order_id="o1", line_id="l1", position=0, sku="s",
            quantity=2**31 - 1, invoiced=2, cancelled=1, refunded=1, deducted=1)  # fmt: skip

        applied = await schema_history.migrate()
        (line,) = await database.fetch(
            "SELECT quantity_e4, invoiced_e4, cancelled_e4, refunded_e4, deducted_e4"
            " FROM order_lines"
        )
        (rule,) = await database.fetch("SELECT quantity_from_e4 FROM cart_rules")
    finally:
        await database.close_database()

    assert applied > 0
    assert list(line.values()) == [21_474_836_470_000, 20_000, 10_000, 10_000, 10_000]
    assert rule == {"quantity_from_e4": 120_000}


async def test_invoices_of_older_versions_say_what_they_were_for(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R6.15: what the audit log knows; of an invoice of all that was left there are no lines."""
    await database.open_database(empty_database_url)
    try:
        await migrate_to(_NO_INVOICE_LINES, monkeypatch)
        await insert("websites", code="us", name="US", base_currency="USD", time_zone="UTC",
            is_default=False, created_at=NOW)  # fmt: skip
        await insert("orders", id="o1", number="1", website_code="us", cart_id="c1", position=0,
            status="processing", quote={}, points_used=0, product_points_used=0,
            needed_approved=False, received_approved=False, points_taken=0, points_granted=0,
            granted_gross=0, granted_lost=0, pending_points=0, placed_at=NOW)  # fmt: skip
        for invoice_id, lines in {"i1": [["l1", 1], ["l2", "0.25"]], "i2": None}.items():
            await insert("order_events", id=uuid4(), order_id="o1", kind="INVOICE",
                event_id=invoice_id, input_hash="0" * 64, result={"entries": [], "message": None},
                created_at=NOW)  # fmt: skip
            await insert("audit_entries", id=uuid4(), actor="admin", action="orderInvoice",
                target="o1", details={"invoiceId": invoice_id, "lines": lines},
                created_at=NOW)  # fmt: skip

        await schema_history.migrate()
        events = await OrderEvent.all().order_by("event_id")
    finally:
        await database.close_database()

    assert [event.result for event in events] == [
        {"entries": [], "message": None, "lines": [["l1", 1], ["l2", "0.25"]]},
        {"entries": [], "message": None},
    ]


async def test_comments_and_details_of_older_versions_are_read_as_before_and_chained(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R17.1: they stand apart from the rows that stay, by a salted hash."""
    account, said, silent = uuid4(), uuid4(), uuid4()
    details = {"comment": "Sorry, 5 points", "rows": [1, None, True]}
    await database.open_database(empty_database_url)
    try:
        await migrate_to(_ONE_ROW_OF_ALL, monkeypatch)
        await insert("websites", code="us", name="US", base_currency="USD", time_zone="UTC",
            is_default=False, created_at=NOW)  # fmt: skip
        await insert("reward_accounts", customer_id="ada", id=account, website_code="us",
            balance=10, debt=0, entries=2, created_at=NOW)  # fmt: skip
        for sequence, (entry, comment) in enumerate({said: "Grüße", silent: None}.items(), 1):
            await insert("ledger_entries", customer_id="ada", id=entry, account_id=account,
                website_code="us", sequence=sequence, points=5, balance=5 * sequence,
                debt_change=0, shortfall=0, currency="USD", amount_e4=0, amount_balance_e4=0,
                reason="IMPORT", comment=comment, actor="admin", created_at=NOW,
                recorded_at=NOW)  # fmt: skip
        await insert("audit_entries", id=uuid4(), actor="admin", action="pointsAdjust",
            target="ada", details=details, created_at=NOW)  # fmt: skip

        await schema_history.migrate()
        entries = (await list_entries(EntryFilter(), PageRequest())).items
        logged = (await list_audit_entries(PageRequest())).items
        (row,) = await database.fetch("SELECT * FROM ledger WHERE comment_hash IS NOT NULL")
        async with snapshot() as books:
            broken = await broken_chains(books, "customer_id = ?", ["ada"])
        with pytest.raises(database.DatabaseFailure, match="append-only"):
            await database.execute("UPDATE ledger_entries SET comment_hash = NULL")
    finally:
        await database.close_database()

    assert {entry.id: entry.comment for entry in entries} == {said: "Grüße", silent: None}
    assert [entry.details for entry in logged] == [details]
    assert broken == []
    salt = database.octets(row["comment_salt"])
    assert database.octets(row["comment_hash"]) == salted_hash(salt, "Grüße")


async def test_accounts_of_older_versions_learn_what_their_orders_promise(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R6.13, R18.1: also one that still waits for an order which no longer earns."""
    await database.open_database(empty_database_url)
    try:
        await migrate_to(_PENDING_ON_ORDERS, monkeypatch)
        await insert("websites", code="us", name="US", base_currency="USD", time_zone="UTC",
            is_default=False, created_at=NOW)  # fmt: skip
        for customer_id in ("ada", "bob"):
            await insert("reward_accounts", customer_id=customer_id, id=uuid4(), website_code="us",
                balance=0, debt=0, entries=0, created_at=NOW, matures_at=NOW)  # fmt: skip
        for number, (points, is_approved) in enumerate([(30, True), (12, False), (0, True)]):
            await insert("orders", id=f"o{number}", number="1", website_code="us", cart_id="c1",
                customer_id="ada", position=number, status="processing", quote={}, points_used=0,
                product_points_used=0, needed_approved=False, received_approved=is_approved,
                received_before=is_approved, points_taken=0, points_granted=0, granted_gross=0,
                granted_lost=0, pending_points=points, placed_at=NOW,
                matures_at=NOW + number * _DAY + _DAY if is_approved else None)  # fmt: skip

        await schema_history.migrate()
        rows = await database.fetch("SELECT * FROM reward_accounts ORDER BY customer_id")
    finally:
        await database.close_database()

    ada, bob = rows
    assert (ada["pending_points"], database.instant(ada["matures_at"])) == (42, NOW + _DAY)
    assert (bob["pending_points"], bob["matures_at"]) == (0, None)
