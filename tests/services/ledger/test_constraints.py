"""Every invariant of the books that both databases hold by themselves (R3.1, R3.3)."""

import re
from uuid import uuid4

import pytest

from models.database import DatabaseFailure, Dialect, dialect, execute, fetch, is_distributed
from services.accounts.verification import check_ledger
from tests.services.shop import fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

CONSTRAINTS = {
    "activity_awards": "code_of_custom entry kind_known once once_for_ever pkey",
    "audit_details": "entry pkey salted",
    "cart_rules": """dates_in_order discount_whole factor_within_100 have_an_action match_known
        name_filled percent_within_100 pkey points_positive quantity_positive subtotals_in_order""",
    "carts": """applied_by_known chosen_points_positive chosen_product_points_positive pkey
        points_have_owner product_points_have_owner product_wish_whole quoted_due_counted
        quoted_money_counted quoted_points_counted website wish_whole""",
    "custom_activities": """code_filled limit_range name_filled period_range pkey points_bounds
        points_from_range points_range website""",
    "email_templates": "code_filled locale_form once pkey",
    "emails": """account attempts_counted failed_of_something kind_known one_warning_a_day pkey
        sent_at_an_instant status_known tell_of_entries_or_a_day website""",
    "entry_comments": "entry pkey salted",
    "installation_keys": "long_enough pkey",
    "invitations": """accepted_whole email_form id_filled not_of_oneself one_per_invitee pkey
        website""",
    "job_states": "counted pkey",
    "ledger_entries": """account balance_range comment_hashed hashed in_sequence move_points pkey
        rate_positive rate_whole reason_known sequence_from_one shortfall_counted""",
    "lot_allocations": "entry lot move_points once_per_lot pkey position_counted",
    "newsletter_signups": "pkey website",
    "order_events": "kind_known once order pkey",
    "order_lines": """deducted_of_refunded invoiced_or_cancelled once order pkey quantity_positive
        refunded_of_invoiced""",
    "order_status_rules": "needed_known once pkey received_known status_filled",
    "orders": """await_maturity carried_of_used cash_deducted_of_given cash_given_counted
        gift_card_given_counted given_of_used granted_within_gross guests_have_no_points
        held_or_approved lost_within_gross mature_once_approved once_per_cart pkey
        points_counted points_given_counted replace_others replaced_by_others
        returned_lost_of_taken shipping_deducted_of_given shipping_given_counted
        store_credit_given_counted taken_within_used website""",
    "point_holds": """account carts_end for_cart_or_order one_per_cart one_per_order pkey size""",
    "product_group_points": "counted group once pkey product",
    "product_points": "needed_positive pkey received_counted",
    "points_lots": """account come_from_others entry explicit_date kind_known pkey
        remaining_within_size size""",
    "webhook_endpoints": "disabled_for_a_reason old_secret_ends pkey url_filled",
    "webhook_deliveries": """counted delivered_at_an_instant failed_of_something pkey
        status_known""",
    "store_views": "code_filled folded pkey position website",
    "registered_emails": "hashed pkey website",
    "reward_accounts": """balance_range debt_below_zero entries_counted hashed merged_are_empty
        one_per_website pending_counted pkey website""",
}
# They don't name what their table is spread by: locks keep them there (R18.1).
NOT_ON_CITUS = {"orders_once_per_cart", "invitations_one_per_invitee"}


@pytest.mark.parametrize("table", CONSTRAINTS)
async def test_the_table_has_the_constraints_of_the_list(table: str) -> None:
    expected = {f"{table}_{name}" for name in CONSTRAINTS[table].split()}
    if is_distributed():
        expected -= NOT_ON_CITUS

    assert await _constraints(table) == expected


async def _constraints(table: str) -> set[str]:
    if dialect() == "sqlite":
        (found,) = await fetch("SELECT sql FROM sqlite_master WHERE name = ?", [table])
        return set(re.findall(r"CONSTRAINT (\w+)", str(found["sql"])))
    rows = await fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = CAST(? AS text)::regclass"
        " AND contype <> 'n' AND conparentid = 0",
        [table],
    )
    return {str(row["conname"]) for row in rows}


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE ledger_entries SET points = points + 1", id="entry-updated"),
        pytest.param("DELETE FROM ledger_entries", id="entry-deleted"),
        pytest.param("UPDATE lot_allocations SET points = points + 1", id="allocation-updated"),
        pytest.param("DELETE FROM lot_allocations", id="allocation-deleted"),
        pytest.param("UPDATE audit_entries SET actor = 'nobody'", id="audit-entry-updated"),
        pytest.param("DELETE FROM audit_entries", id="audit-entry-deleted"),
        pytest.param("UPDATE audit_details SET details = '{}'", id="audit-details-updated"),
    ],
)
async def test_the_ledger_and_the_audit_log_are_append_only(statement: str) -> None:
    """R3.1, R17.1."""
    await open_shop()
    await give(30)
    await give(-10)

    with pytest.raises(DatabaseFailure, match="append-only"):
        await execute(statement)

    assert (await check_ledger()).ok


@pytest.mark.parametrize("table", ["ledger_entries", "lot_allocations", "audit_entries"])
@pytest.mark.parametrize("foreign_keys", ["ON", "OFF"])
async def test_no_row_of_the_ledger_or_the_audit_log_is_replaced(
    table: str, foreign_keys: str
) -> None:
    """R3.1: SQLite's REPLACE deletes without a DELETE trigger."""
    if dialect() != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    await open_shop()
    await give(30)
    await give(-10)
    await execute(f"PRAGMA foreign_keys = {foreign_keys}")

    with pytest.raises(DatabaseFailure, match="append-only"):
        await execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", ["ledger_entries", "audit_entries"])
async def test_postgresql_refuses_to_truncate_it(table: str) -> None:
    """R3.1, R17.1."""
    if dialect() == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")

    with pytest.raises(DatabaseFailure, match="append-only"):
        await execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE points_lots SET remaining = -1", id="lot-below-0"),
        pytest.param("UPDATE points_lots SET remaining = points + 1", id="lot-above-its-size"),
        pytest.param("UPDATE reward_accounts SET balance = -1", id="balance-below-0-without-debt"),
        pytest.param("UPDATE reward_accounts SET debt = 5", id="debt-while-points-are-there"),
        pytest.param(
            "UPDATE reward_accounts SET merged = TRUE", id="merged-while-points-are-there"
        ),
        pytest.param("UPDATE points_lots SET origin_lot_id = id", id="lot-that-came-from-itself"),
        pytest.param("UPDATE orders SET points_taken = points_used + 1", id="taken-above-used"),
        pytest.param(
            "UPDATE order_lines SET invoiced_e4 = quantity_e4 + 1", id="invoiced-above-ordered"
        ),
        pytest.param("UPDATE order_lines SET refunded_e4 = 1", id="refunded-above-invoiced"),
        pytest.param("UPDATE carts SET chosen_points = 1", id="points-chosen-without-a-wish"),
        pytest.param("DELETE FROM reward_accounts", id="account-with-a-history-deleted"),
    ],
)
async def test_the_database_refuses_what_must_never_be(statement: str) -> None:
    """R3.3."""
    await open_shop()
    await give(30)
    await fill_cart(line("10.00"))
    await place()

    with pytest.raises(DatabaseFailure):
        await execute(statement)


async def test_an_account_is_there_once_per_customer_and_website() -> None:
    """R1.2."""
    await open_shop()

    with pytest.raises(DatabaseFailure):
        await execute(
            "INSERT INTO reward_accounts"
            " (customer_id, id, website_code, balance, debt, entries, created_at)"
            " SELECT customer_id, ?, website_code, 0, 0, 0, created_at FROM reward_accounts",
            [uuid4()],
        )


LEDGER_TABLES = (
    "reward_accounts",
    "ledger_entries",
    "points_lots",
    "lot_allocations",
    "point_holds",
)


@pytest.mark.parametrize("table", LEDGER_TABLES)
async def test_every_key_of_a_ledger_table_begins_with_the_customer(table: str) -> None:
    """ADR 2: the data can be sharded by customer without a rewrite."""
    keys = await _unique_keys(table, dialect())

    assert keys
    assert all(columns[0] == "customer_id" for columns in keys), keys


async def _unique_keys(table: str, kind: Dialect) -> list[list[str]]:
    if kind == "sqlite":
        (found,) = await fetch("SELECT sql FROM sqlite_master WHERE name = ?", [table])
        keys = re.findall(r"(?:PRIMARY KEY|UNIQUE|FOREIGN KEY) \(([^)]*)\)", str(found["sql"]))
        return [key.split(", ") for key in keys if key != "website_code"]
    rows = await fetch(
        "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint"
        " WHERE conrelid = CAST(? AS text)::regclass AND contype IN ('p', 'u', 'f')",
        [table],
    )
    keys = [re.findall(r"\(([^)]*)\)", str(row["definition"]))[0] for row in rows]
    return [key.split(", ") for key in keys if key != "website_code"]
