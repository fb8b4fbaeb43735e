"""Programme for one website and one customer, read in two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from models.database import document, fetch
from services.programme.candidate_rates import candidate_rates
from services.programme.customer_groups import GENERAL_GROUP
from services.rules.basics.codes import is_id, is_website_code
from services.rules.basics.enums import RateDirection
from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.basics.refusals import NotFound, Path
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import ExchangeRate, effective_rate
from services.rules.programme.setting_rules import StoredValue, settings_in_force
from services.rules.programme.settings import RewardSettings
from services.rules.programme.website import Website

_WEBSITE_AND_CUSTOMER = """
SELECT w.code, w.name, w.base_currency, w.time_zone, w.is_default, w.deleted_at,
    d.overrides AS default_overrides, o.overrides AS website_overrides,
    c.customer_group_code, c.locale
FROM websites w
JOIN setting_overrides d ON d.scope = ''
LEFT JOIN setting_overrides o ON o.scope = w.code
LEFT JOIN customers c ON c.id = ?
WHERE w.code = ?
"""


@dataclass(frozen=True, slots=True)
class Programme:
    """How points work for a customer on a website.

    A customer we do not know, or a guest, is of the group `general` (R1.2). Without a rate of a
    direction nothing is earned, or points have no value (R2.5).
    """

    website: Website
    settings: RewardSettings
    group_code: str
    earning: RecordedRate | None
    redemption: RecordedRate | None
    locale: str = DEFAULT_LOCALE
    customer_known: bool = False

    @property
    def may_earn(self) -> bool:
        """Whether customers earn by themselves now (R1.6)."""
        return self.settings.enabled and self.settings.enabled_on_storefront


async def load_programme(
    *, website_code: str, customer_id: str | None, path: Path = ("website_code",)
) -> Programme:
    """Load the programme of a live website for a customer, or a guest (None).

    Raises NotFound, at the path, for a website that is unknown or deleted.
    """
    programme = await load_recorded_programme(
        website_code=website_code, customer_id=customer_id, path=path
    )
    if programme.website.is_deleted:
        raise _no_website(website_code, path)
    return programme


async def load_recorded_programme(
    *, website_code: str, customer_id: str | None, path: Path = ("website_code",)
) -> Programme:
    """Load the programme for what was begun on a website that may be deleted by now (R1.5).

    Raises NotFound, at the path, for a website that never was.
    """
    row = await _website_and_customer(website_code, customer_id, path)
    known = row["customer_group_code"] is not None
    group_code = str(row["customer_group_code"]) if known else GENERAL_GROUP
    locale = str(row["locale"]) if known else DEFAULT_LOCALE
    return await _programme(row, group_code, locale=locale, customer_known=known)


async def load_programme_of_group(*, website_code: str, group_code: str) -> Programme:
    """Load the programme of a website, deleted or not, for any customer of a group.

    Raises NotFound, path ("website_code",), for a website that never was.
    """
    row = await _website_and_customer(website_code, None, ("website_code",))
    return await _programme(row, group_code, locale=DEFAULT_LOCALE, customer_known=True)


async def _website_and_customer(
    website_code: str, customer_id: str | None, path: Path
) -> dict[str, object]:
    if not is_website_code(website_code):
        raise _no_website(website_code, path)
    known_id = customer_id if customer_id is not None and is_id(customer_id) else None
    rows = await fetch(_WEBSITE_AND_CUSTOMER, [known_id, website_code])
    if not rows:
        raise _no_website(website_code, path)
    return rows[0]


async def _programme(
    row: Mapping[str, object], group_code: str, *, locale: str, customer_known: bool
) -> Programme:
    website = _website(row)
    rates = await candidate_rates(website.code, group_code)
    return Programme(
        website=website,
        settings=_settings(row),
        group_code=group_code,
        earning=_winner(rates, RateDirection.CURRENCY_TO_POINTS, website, group_code),
        redemption=_winner(rates, RateDirection.POINTS_TO_CURRENCY, website, group_code),
        locale=locale,
        customer_known=customer_known,
    )


def _settings(row: Mapping[str, object]) -> RewardSettings:
    scopes = [row["default_overrides"], row["website_overrides"]]
    return settings_in_force(
        *(cast("dict[str, StoredValue]", document(scope)) for scope in scopes if scope is not None)
    )


def _winner(
    rates: Sequence[ExchangeRate], direction: RateDirection, website: Website, group_code: str
) -> RecordedRate | None:
    found = effective_rate(
        rates, direction, website_code=website.code, customer_group_code=group_code
    )
    return None if found is None else found.record(website.base_currency)


def _website(row: Mapping[str, object]) -> Website:
    return Website(
        code=str(row["code"]),
        name=str(row["name"]),
        base_currency=str(row["base_currency"]),
        time_zone=str(row["time_zone"]),
        is_default=bool(row["is_default"]),
        is_deleted=row["deleted_at"] is not None,
    )


def _no_website(code: str, path: Path) -> NotFound:
    return NotFound(f"There is no website {code}.", path=path)
