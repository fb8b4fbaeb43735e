"""History of the programme: what rates, settings, websites and groups were at any instant (R15.1).

Every command that changes one of them keeps what it has become, so that books can be read as they
were. Customers' groups are kept the other way round, by what they were before: so whoever never
changed theirs has no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from models.database import dialect, document, execute, fetch, instant
from models.scaling.closed_books import written_at
from services.command.amounts import from_e4
from services.programme.rule_book import VERSION, RuleBook
from services.rules.basics.enums import RateDirection
from services.rules.programme.rate_priority import ExchangeRate
from services.rules.programme.setting_rules import StoredValue, settings_in_force
from services.rules.programme.website import Website

_WEBSITES = "SELECT code, base_currency, time_zone, deleted_at FROM websites"
_SETTINGS = "SELECT scope, overrides FROM setting_overrides"
_RATES = """
SELECT id, website_code, customer_group_code, direction, points, amount_e4 FROM exchange_rates
"""
_KEPT = """
SELECT c.subject, c.key, c.at, c.content FROM programme_changes c
WHERE c.at = (SELECT MAX(l.at) FROM programme_changes l
    WHERE l.subject = c.subject AND l.key = c.key AND l.at <= ?)
"""
_KEEP = "INSERT INTO programme_changes (subject, key, at, content) VALUES "
_BEGINNING = "SELECT MIN(at) AS at FROM programme_changes"
_GROUP_CHANGED = """
INSERT INTO customer_group_changes (customer_id, at, group_before) VALUES (?, ?, ?)
ON CONFLICT (customer_id, at) DO NOTHING
"""
_GROUP_GONE = """
INSERT INTO customer_group_changes (customer_id, at, group_before)
SELECT id, {at}, customer_group_code FROM customers WHERE customer_group_code = ?
ON CONFLICT (customer_id, at) DO NOTHING
"""
_AT: Final = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
_END: Final = datetime.max.replace(tzinfo=UTC)
_A_MOMENT: Final = timedelta(microseconds=1)

_Key = tuple[str, str]
_Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Kept:
    at: datetime
    content: _Content | None


async def keep_programme(*, now: datetime) -> None:
    """Keep what a set-up command has changed; it has its turn, so that nobody writes beside it."""
    kept = await _kept(_END)
    values: list[object] = []
    for key, content in _differences(await _as_it_stands(), kept).items():
        # A command that took its turn later is the later one, whatever its clock said.
        at = max(now, kept[key].at + _A_MOMENT) if key in kept else now
        values += [*key, at, content]
    if values:
        await execute(_KEEP + ", ".join(["(?, ?, ?, ?)"] * (len(values) // 4)), values)


async def kept_otherwise() -> list[str]:
    """Return what of the programme in force is not what the history says it has become.

    One look at both: they are read again where somebody has changed the programme meanwhile.
    """
    while True:
        (before,) = await fetch(VERSION)
        found = _differences(await _as_it_stands(), await _kept(_END))
        if await fetch(VERSION) == [before]:
            return sorted(f"{subject.lower()} {key}".rstrip() for subject, key in found)


def _differences(
    stands: Mapping[_Key, _Content], kept: Mapping[_Key, _Kept]
) -> dict[_Key, _Content | None]:
    """Return what stands otherwise than it was kept last, None for what is there no longer."""
    gone: dict[_Key, _Content | None] = {
        key: None for key, last in kept.items() if last.content is not None and key not in stands
    }
    changed = {
        key: content
        for key, content in stands.items()
        if key not in kept or kept[key].content != content
    }
    return {**gone, **changed}


async def keep_group_change(customer_id: str, group_before: str, *, now: datetime) -> None:
    """Keep that a customer was of another group until now."""
    await written_at(now)
    await execute(_GROUP_CHANGED, [customer_id, now, group_before])


async def keep_group_deletion(group_code: str, *, now: datetime) -> None:
    """Keep that all customers of a group were of it until now."""
    await written_at(now)
    await execute(_GROUP_GONE.format(at=_AT[dialect()]), [now, group_code])


async def history_begins() -> datetime:
    """Return since when the programme has been kept: the upgrade, or always (R15.1)."""
    (row,) = await fetch(_BEGINNING)
    return instant(row["at"])


async def rule_book_at(at: datetime) -> RuleBook:
    """Return the rule book as it was at an instant, without store views; for books alone.

    What is not kept from so early is as it was when history began.
    """
    kept = await _kept(max(at, await history_begins()))
    contents = {key: last.content for key, last in kept.items() if last.content is not None}
    overrides = {
        scope: cast("Mapping[str, StoredValue]", content)
        for (subject, scope), content in contents.items()
        if subject == "SETTINGS"
    }
    websites = {
        code: _website(code, content)
        for (subject, code), content in contents.items()
        if subject == "WEBSITE"
    }
    rates: dict[RateDirection, dict[tuple[str | None, str | None], ExchangeRate]] = {}
    for (subject, rate_id), content in contents.items():
        if subject == "RATE":
            rate = _rate(rate_id, content)
            scope = (rate.website_code, rate.customer_group_code)
            rates.setdefault(rate.direction, {})[scope] = rate
    return RuleBook(
        version=0,
        websites=websites,
        settings={
            code: settings_in_force(overrides.get("", {}), overrides.get(code, {}))
            for code in websites
        },
        store_views={},
        rates=rates,
    )


async def _kept(until: datetime) -> dict[_Key, _Kept]:
    return {
        (str(row["subject"]), str(row["key"])): _Kept(
            instant(row["at"]),
            None if row["content"] is None else cast("_Content", document(row["content"])),
        )
        for row in await fetch(_KEPT, [until])
    }


async def _as_it_stands() -> dict[_Key, _Content]:
    stands: dict[_Key, _Content] = {}
    for row in await fetch(_WEBSITES):
        stands["WEBSITE", str(row["code"])] = {
            "currency": row["base_currency"],
            "time_zone": row["time_zone"],
            "is_deleted": row["deleted_at"] is not None,
        }
    for row in await fetch(_SETTINGS):
        overrides = document(row["overrides"])
        stands["SETTINGS", str(row["scope"])] = cast("_Content", overrides)
    for row in await fetch(_RATES):
        content = {name: value for name, value in row.items() if name != "id"}
        stands["RATE", str(row["id"])] = content
    return stands


def _website(code: str, content: _Content) -> Website:
    return Website(
        code=code,
        name=code,
        base_currency=str(content["currency"]),
        time_zone=str(content["time_zone"]),
        is_default=False,
        is_deleted=bool(content["is_deleted"]),
    )


def _rate(rate_id: str, content: _Content) -> ExchangeRate:
    return ExchangeRate(
        id=rate_id,
        website_code=cast("str | None", content["website_code"]),
        customer_group_code=cast("str | None", content["customer_group_code"]),
        direction=RateDirection(str(content["direction"])),
        points=cast("int", content["points"]),
        currency_amount=from_e4(cast("int", content["amount_e4"])),
    )
