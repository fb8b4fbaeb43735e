"""Proving the ledger (R3.3)."""

from typing import Annotated

import strawberry

from services.accounts import verification
from services.accounts.verification import LedgerCheck


async def ledger_check(
    customer_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Check this customer's only.")
    ] = None,
) -> LedgerCheck:
    """Check the ledger."""
    return await verification.check_ledger(customer_id=customer_id)
