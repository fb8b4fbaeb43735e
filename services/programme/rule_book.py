"""Rule book: the programme as one process keeps it, proven fresh at each use.

A version of the programme, which triggers change with every write to it, comes back with the
statement that needs it: what is kept under another version is read again. So an acknowledged change
is in force at once in every process, and nothing is read that has not changed.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from models.database import document, fetch, identifier, kept_while_open
from services.programme.cart_rules import rules_without_coupon
from services.programme.exchange_rates import all_rates
from services.programme.set_up_lock import DEFAULT_SCOPE
from services.programme.status_rules import all_status_rules
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import NotFound, RewardsError
from services.rules.checkout.cart_rules import CartRule
from services.rules.events.event_types import Subscriber
from services.rules.orders.status import DEFAULT_RULES, StatusRule
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import ExchangeRate, effective_rate
from services.rules.programme.setting_rules import StoredValue, settings_in_force
from services.rules.programme.settings import RewardSettings
from services.rules.programme.website import Website

T = TypeVar("T")

VERSION = "SELECT version FROM programme_version WHERE id = 1"
_WEBSITES = """
SELECT w.code, w.name, w.base_currency, w.time_zone, w.is_default, w.deleted_at,
    d.overrides AS default_overrides, o.overrides AS website_overrides
FROM websites w
JOIN setting_overrides d ON d.scope = ''
LEFT JOIN setting_overrides o ON o.scope = w.code
"""
_STORE_VIEWS = "SELECT folded_code, website_code FROM store_views"
_SUBSCRIBERS = "SELECT id, events, website_codes FROM webhook_endpoints WHERE enabled ORDER BY id"
_KEPT = "rule book"
_Scope = tuple[str | None, str | None]  # a website and a group, None for all of them


@dataclass(frozen=True, slots=True)
class Terms:
    """How points work on a website for a customer group."""

    website: Website
    settings: RewardSettings
    earning: RecordedRate | None
    redemption: RecordedRate | None
    status_rules: Mapping[str, StatusRule]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The programme of all websites, deleted ones too, as it was at `version`.

    `status_rules` are those that are set, by scope; `cart_rules` the active ones that need no
    coupon. `subscribers` are told of events (R16.1). To know them costs no command a statement.
    """

    version: int
    websites: Mapping[str, Website]
    settings: Mapping[str, RewardSettings]
    store_views: Mapping[str, str]
    rates: Mapping[RateDirection, Mapping[_Scope, ExchangeRate]]
    status_rules: Mapping[str, Mapping[str, StatusRule]] = field(default_factory=dict)
    cart_rules: tuple[CartRule, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    _terms: dict[tuple[str, str], Terms] = field(default_factory=dict)

    def terms(self, website_code: str, group_code: str) -> Terms:
        """Return the terms of a website that is in the book for a customer group."""
        key = (website_code, group_code)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = self._work_out(website_code, group_code)
        return found

    def with_rates(self, rates: Iterable[ExchangeRate]) -> "RuleBook":
        """Return the book as it would be with these rates alone; of one scope the last counts."""
        return replace(self, rates=_by_scope(rates), _terms={})

    def default_website(self) -> Website:
        """Return the website to answer for where none is named.

        Raises NotFound while the shop has no website.
        """
        default = next((site for site in self.websites.values() if site.is_default), None)
        if default is None:
            raise NotFound("The shop has no website yet.", path=("website_code",))
        return default

    def website_of_store(self, store: str) -> str:
        """Return the code of the website that a `Store` header names (R12.1).

        It does so by one of its store views' codes, else by its own, in any case. A name that is
        no website's is returned as it is, to be refused like any unknown website.
        """
        if not store.isascii() or not store.isprintable():
            return store  # no code is like this
        folded = store.lower()
        found = self.store_views.get(folded)
        if found is not None or store in self.websites:
            return found or store
        live = (site.code for site in self.websites.values() if not site.is_deleted)
        return min((code for code in live if code.lower() == folded), default=store)

    def _work_out(self, website_code: str, group_code: str) -> Terms:
        website = self.websites[website_code]
        return Terms(
            website=website,
            settings=self.settings[website_code],
            earning=self._rate(RateDirection.CURRENCY_TO_POINTS, website, group_code),
            redemption=self._rate(RateDirection.POINTS_TO_CURRENCY, website, group_code),
            status_rules={
                **DEFAULT_RULES,
                **self.status_rules.get(DEFAULT_SCOPE, {}),
                **self.status_rules.get(website_code, {}),
            },
        )

    def _rate(
        self, direction: RateDirection, website: Website, group_code: str
    ) -> RecordedRate | None:
        rates = self.rates.get(direction, {})
        scopes = [(site, group) for site in (website.code, None) for group in (group_code, None)]
        found = effective_rate(
            [rates[scope] for scope in scopes if scope in rates],
            direction,
            website_code=website.code,
            customer_group_code=group_code,
        )
        return None if found is None else found.record(website.base_currency)


async def proven(read: Callable[[RuleBook], Awaitable[tuple[int, T]]]) -> T:
    """Return what `read` answers by a rule book that is in force.

    `read` is given the book that this process has kept, and tells the version that its statement
    has found; where that is another one, it reads again by the book of that version. Raises what
    `read` raises.
    """
    book = kept_rule_book() or await rule_book()
    while True:
        try:
            version, answer = await read(book)
        except RewardsError:
            version = await _version()
            if version == book.version:
                raise
        else:
            if version == book.version:
                return answer
        book = await rule_book(version)


async def rule_book(version: int | None = None) -> RuleBook:
    """Return the rule book at `version`, as a statement of this transaction has just told it.

    Without a version it is asked for.
    """
    at = await _version() if version is None else version
    kept = kept_rule_book()
    if kept is not None and kept.version == at:
        return kept
    while True:
        found = await _read(at)
        after = await _version()
        if after == at:  # nothing has changed between the statements
            kept_while_open()[_KEPT] = found
            return found
        at = after


def kept_rule_book() -> RuleBook | None:
    """Return what this process has kept, in force or not; None if it has read none yet."""
    return cast("RuleBook | None", kept_while_open().get(_KEPT))


async def _version() -> int:
    rows = await fetch(VERSION)
    return cast("int", rows[0]["version"])


async def _read(version: int) -> RuleBook:
    websites = await fetch(_WEBSITES)
    rates = await all_rates()
    return RuleBook(
        version=version,
        websites={str(row["code"]): _website(row) for row in websites},
        settings={str(row["code"]): _settings(row) for row in websites},
        store_views={
            str(row["folded_code"]): str(row["website_code"]) for row in await fetch(_STORE_VIEWS)
        },
        rates=_by_scope(rates),
        status_rules=await all_status_rules(),
        cart_rules=await rules_without_coupon(),
        subscribers=tuple(_subscriber(row) for row in await fetch(_SUBSCRIBERS)),
    )


def _by_scope(
    rates: Iterable[ExchangeRate],
) -> Mapping[RateDirection, Mapping[_Scope, ExchangeRate]]:
    found: dict[RateDirection, dict[_Scope, ExchangeRate]] = {}
    for rate in rates:
        scope = (rate.website_code, rate.customer_group_code)
        found.setdefault(rate.direction, {})[scope] = rate
    return found


def _subscriber(row: Mapping[str, object]) -> Subscriber:
    return Subscriber(
        endpoint_id=identifier(row["id"]),
        events=frozenset(cast("list[str]", document(row["events"]))),
        website_codes=frozenset(cast("list[str]", document(row["website_codes"]))),
    )


def _settings(row: Mapping[str, object]) -> RewardSettings:
    scopes = [row["default_overrides"], row["website_overrides"]]
    return settings_in_force(
        *(cast("dict[str, StoredValue]", document(scope)) for scope in scopes if scope is not None)
    )


def _website(row: Mapping[str, object]) -> Website:
    return Website(
        code=str(row["code"]),
        name=str(row["name"]),
        base_currency=str(row["base_currency"]),
        time_zone=str(row["time_zone"]),
        is_default=bool(row["is_default"]),
        is_deleted=row["deleted_at"] is not None,
    )
