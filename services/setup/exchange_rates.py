"""The exchange rates between points and money (R2.1, R2.2)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tortoise.exceptions import IntegrityError

from models.tables.setup import CustomerGroupRow, ExchangeRateRow
from services.command import audit
from services.command.amounts import to_e4
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import OLDEST_FIRST, given, list_page
from services.command.transaction import one_transaction
from services.programme.exchange_rates import all_rates, rate_of
from services.programme.history import keep_programme
from services.programme.set_up_lock import take_turn
from services.programme.websites import find_website
from services.rules.basics.codes import is_id, is_website_code
from services.rules.basics.enums import RateDirection
from services.rules.basics.limits import check_id, check_points, check_positive_money
from services.rules.basics.refusals import Invalid, NotFound, Taken
from services.rules.programme.rate_priority import (
    EffectiveExchangeRate,
    ExchangeRate,
    effective_rate,
)

_OTHER = {
    RateDirection.POINTS_TO_CURRENCY: RateDirection.CURRENCY_TO_POINTS,
    RateDirection.CURRENCY_TO_POINTS: RateDirection.POINTS_TO_CURRENCY,
}
_MISSING = {
    RateDirection.POINTS_TO_CURRENCY: (
        "No rate turns points into money here: points can be earned but not redeemed."
    ),
    RateDirection.CURRENCY_TO_POINTS: (
        "No rate turns money into points here: points can be redeemed but not earned by orders."
    ),
}


@dataclass(frozen=True, slots=True)
class SavedRate:
    """A rate as it was saved, and what the shop should still see to."""

    exchange_rate: ExchangeRate
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class _Terms:
    website_code: str | None
    customer_group_code: str | None
    direction: RateDirection
    points: int
    currency_amount: Decimal


async def list_exchange_rates(
    *,
    website_code: str | None = None,
    customer_group_code: str | None = None,
    direction: RateDirection | None = None,
    page: PageRequest,
) -> Page[ExchangeRate]:
    """List the rates set up for exactly this website, group and direction, None for any.

    Oldest first. Raises Invalid for a malformed code or cursor.
    """
    columns = {
        "website_code": website_code,
        "customer_group_code": customer_group_code,
        "direction": direction,
    }
    _check_codes(website_code, customer_group_code)
    return (await list_page(ExchangeRateRow.filter(**given(columns)), page, OLDEST_FIRST)).map(
        rate_of
    )


async def effective_exchange_rate(
    *, website_code: str, customer_group_code: str, direction: RateDirection
) -> EffectiveExchangeRate | None:
    """Return the rate that wins for a website and a group, None when none matches (R2.2).

    Raises NotFound.
    """
    await _check_scope(website_code, customer_group_code)
    return await _effective(website_code, customer_group_code, direction)


@one_transaction
async def create_exchange_rate(
    *,
    website_code: str | None,
    customer_group_code: str | None,
    direction: RateDirection,
    points: int,
    currency_amount: Decimal,
    caller: Caller,
    now: datetime,
) -> SavedRate:
    """Set a rate up for a website or for all (None), for a group or for all groups (None).

    `currency_amount` is in the website's base currency. Raises NotFound, OutOfRange, Invalid; Taken
    when there is one for them in this direction.
    """
    await take_turn()
    terms = _Terms(website_code, customer_group_code, direction, points, currency_amount)
    row = ExchangeRateRow(id=new_id(now))
    return await _save(row, terms, action="exchangeRateCreate", caller=caller, now=now)


@one_transaction
async def update_exchange_rate(
    *,
    rate_id: str,
    website_code: str | None,
    customer_group_code: str | None,
    direction: RateDirection,
    points: int,
    currency_amount: Decimal,
    caller: Caller,
    now: datetime,
) -> SavedRate:
    """Change a rate whole; what was done with the old one keeps it (R2.6).

    Raises what creating one raises, and NotFound, path ("id",), for the rate.
    """
    await take_turn()
    terms = _Terms(website_code, customer_group_code, direction, points, currency_amount)
    row = await _row(rate_id)
    return await _save(row, terms, action="exchangeRateUpdate", caller=caller, now=now)


@one_transaction
async def delete_exchange_rate(*, rate_id: str, caller: Caller, now: datetime) -> str:
    """Delete a rate and return its id; what was done with it keeps it (R2.6).

    Raises NotFound, path ("id",).
    """
    await take_turn()
    row = await _row(rate_id)
    await row.delete()
    await keep_programme(now=now)
    rate = rate_of(row)
    await audit.record(
        action="exchangeRateDelete", target=rate.id, details=asdict(rate), caller=caller, now=now
    )
    return rate.id


async def _save(
    row: ExchangeRateRow, terms: _Terms, *, action: str, caller: Caller, now: datetime
) -> SavedRate:
    check_points(terms.points, least=1, path=("points",))
    check_positive_money(terms.currency_amount, path=("currency_amount",))
    await _check_scope(terms.website_code, terms.customer_group_code)
    row.update_from_dict(
        {
            "website_code": terms.website_code,
            "customer_group_code": terms.customer_group_code,
            "direction": terms.direction.value,
            "points": terms.points,
            "amount_e4": to_e4(terms.currency_amount),
        }
    )
    try:
        await row.save()
    except IntegrityError as error:
        # The scope is known to exist, so all that is left is the unique index.
        raise Taken("There is a rate for this website, group and direction.") from error
    await keep_programme(now=now)
    rate = rate_of(row)
    await audit.record(action=action, target=rate.id, details=asdict(rate), caller=caller, now=now)
    return SavedRate(rate, await _warnings(terms))


async def _check_scope(website_code: str | None, customer_group_code: str | None) -> None:
    if website_code is not None:
        await find_website(website_code)
    if customer_group_code is None:
        return
    found = CustomerGroupRow.filter(code=customer_group_code).exists()
    if not is_id(customer_group_code) or not await found:
        raise NotFound(
            f"There is no customer group {customer_group_code}.", path=("customer_group_code",)
        )


def _check_codes(website_code: str | None, customer_group_code: str | None) -> None:
    if website_code is not None and not is_website_code(website_code):
        raise Invalid("Must be a website's code.", path=("website_code",))
    if customer_group_code is not None:
        check_id(customer_group_code, path=("customer_group_code",))


async def _warnings(terms: _Terms) -> list[str]:
    """Say when what is earned cannot be redeemed, or the other way about (R2.1)."""
    other = _OTHER[terms.direction]
    if await _effective(terms.website_code, terms.customer_group_code, other) is None:
        return [_MISSING[other]]
    return []


async def _effective(
    website_code: str | None, customer_group_code: str | None, direction: RateDirection
) -> EffectiveExchangeRate | None:
    return effective_rate(
        await all_rates(),
        direction,
        website_code=website_code,
        customer_group_code=customer_group_code,
    )


async def _row(rate_id: str) -> ExchangeRateRow:
    row = await ExchangeRateRow.get_or_none(id=_uuid(rate_id))
    if row is None:
        raise NotFound(f"There is no exchange rate {rate_id}.", path=("id",))
    return row


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
