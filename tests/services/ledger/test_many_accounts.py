"""Many accounts at once: opened and written by few statements, each with what is its own."""

import pytest

from models.database import count_statements, fetch, is_distributed
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def test_accounts_of_a_batch_come_into_being_together() -> None:
    """R15.4: a statement opens 150 of them, and two set them."""
    await open_shop()
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    rows = [ImportRow(f"c{number}", "eu", number + 1) for number in range(150)]
    for row in rows:
        await add_customer(str(row.customer_id))

    with count_statements() as count:
        await import_points(idempotency_key="k", dry_run=False, rows=rows, caller=ADMIN, now=NOW)

    accounts = await fetch("SELECT customer_id, balance FROM reward_accounts WHERE balance > 0")
    assert {str(row["customer_id"]): row["balance"] for row in accounts} == {
        str(row.customer_id): row.points for row in rows
    }
    # On Citus accounts of several machines are locked and set one by one.
    assert count.round_trips < (len(rows) + 30 if is_distributed() else 30)
    assert (await check_ledger()).ok
