"""The exchange rates as they are set up, read (R2.1)."""

from models.tables.setup import ExchangeRateRow
from services.command.amounts import from_e4
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import ExchangeRate


async def all_rates() -> list[ExchangeRate]:
    """Return the rates of all websites and groups."""
    return [rate_of(row) for row in await ExchangeRateRow.all()]


def rate_of(row: ExchangeRateRow) -> ExchangeRate:
    """Read a rate's row."""
    return ExchangeRate(
        id=str(row.id),
        website_code=row.website_code,
        customer_group_code=row.customer_group_code,
        direction=RateDirection(row.direction),
        points=row.points,
        currency_amount=from_e4(row.amount_e4),
    )
