"""The exchange rates that may win for a website and a group (R2.2)."""

from collections.abc import Mapping
from typing import cast

from models.database import fetch, identifier
from services.command.amounts import from_e4
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import ExchangeRate

_ALL = """
SELECT id, website_code, customer_group_code, direction, points, amount_e4 FROM exchange_rates
"""
# Said like the unique index, which finds them. In SQL for its speed: every quote asks for these.
_CANDIDATES = """
SELECT id, website_code, customer_group_code, direction, points, amount_e4
FROM exchange_rates
WHERE coalesce(website_code, '') IN (?, '') AND coalesce(customer_group_code, '') IN (?, '')
"""


async def candidate_rates(
    website_code: str | None, customer_group_code: str | None
) -> list[ExchangeRate]:
    """Return the rates of both directions for exactly these and for all: eight at most."""
    rows = await fetch(_CANDIDATES, [website_code or "", customer_group_code or ""])
    return [_rate(row) for row in rows]


async def all_rates() -> list[ExchangeRate]:
    """Return the rates of all websites and groups."""
    return [_rate(row) for row in await fetch(_ALL)]


def _rate(row: Mapping[str, object]) -> ExchangeRate:
    return ExchangeRate(
        id=str(identifier(row["id"])),
        website_code=cast("str | None", row["website_code"]),
        customer_group_code=cast("str | None", row["customer_group_code"]),
        direction=RateDirection(str(row["direction"])),
        points=cast("int", row["points"]),
        currency_amount=from_e4(cast("int", row["amount_e4"])),
    )
