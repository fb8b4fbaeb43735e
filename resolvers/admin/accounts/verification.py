"""Ledger verification (R3.3)."""

from typing import Annotated

import strawberry

from services.accounts import verification
from services.accounts.verification import LedgerCheck


async def ledger_check(
    customer_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Check only this customer's accounts."),
    ] = None,
) -> LedgerCheck:
    return await verification.check_ledger(customer_id=customer_id)
