"""Example quote: what a customer of a group pays and earns, today and with a change (R5, R15.5).

Nobody's cart is read and nothing is written: the checkout's own quote is made of one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from models.tables.checkout import CartRow
from services.checkout.quoting import OpenCart, quote_of
from services.checkout.wishes import Applicant, AppliedWish, Wishes
from services.programme.customer_groups import known_group_codes
from services.programme.exchange_rates import all_rates
from services.programme.programme import Programme, programme_in
from services.programme.rule_book import RuleBook, rule_book
from services.programme.websites import find_website
from services.promotions.promotions import Promotions, load_promotions
from services.reports.simulation.changes import Wanted, checked_change
from services.rules.basics.limits import check_length, check_money, check_name, check_points
from services.rules.basics.money import Money
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import NotFound
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.quote import Quote
from services.rules.checkout.quote_terms import PointsWish
from services.rules.checkout.redemption.funds import Funds
from services.rules.programme.conversion import points_worth
from services.rules.programme.rate_priority import ExchangeRate
from services.rules.reports.simulated_facts import (
    Change,
    RateChange,
    RuleChange,
    SettingsChange,
)

_AS_MANY_AS_USEFUL = Wishes(as_money=AppliedWish(PointsWish(), Applicant.CUSTOMER))


@dataclass(frozen=True, slots=True)
class WithoutRate:
    """A rate that is taken away, so that the next level counts."""

    rate_id: str


@dataclass(frozen=True, slots=True)
class Example:
    """A customer of a group on a website, who has `points` and buys for `amount`, before tax."""

    website_code: str
    group_code: str
    amount: Decimal
    points: int = 0
    coupon_codes: tuple[str, ...] = ()
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """A quote of the example, and what the points that it earns are worth."""

    quote: Quote
    worth: Money


@dataclass(frozen=True, slots=True)
class ExampleQuote:
    """The example as the programme stands, and with the change."""

    before: ExampleOutcome
    after: ExampleOutcome


@dataclass(frozen=True, slots=True)
class _Terms:
    programme: Programme
    promotions: Promotions


async def example_quote(
    *, example: Example, wanted: Wanted | WithoutRate | None, now: datetime
) -> ExampleQuote:
    """Quote an example as the programme stands, and with what is wanted laid over it.

    Raises NotFound, Invalid and OutOfRange, for the example or for what making the change raises.
    """
    website = await find_website(example.website_code)
    await _check(example)
    content = _content(example, website.base_currency)
    book = await rule_book()
    programme = _programme(book, example)
    stands = _Terms(programme, await load_promotions([content], programme))
    changed = await _changed(stands, wanted, book, example)
    return ExampleQuote(*(_outcome(terms, content, example, now) for terms in (stands, changed)))


async def _check(example: Example) -> None:
    if example.group_code not in await known_group_codes():
        raise NotFound(
            f"There is no customer group {example.group_code}.", path=("customer_group_code",)
        )
    check_money(example.amount, path=("amount",))
    check_points(example.points, least=0, path=("points",))
    check_length(len(example.coupon_codes), path=("coupon_codes",))
    for index, code in enumerate(example.coupon_codes):
        check_name(code, path=("coupon_codes", index))
    if example.sku is not None:
        check_name(example.sku, path=("sku",))


def _content(example: Example, currency: str) -> CartContent:
    line = CartLine("example", example.sku or "", quantity(1), example.amount)
    return CartContent(currency, lines=(line,), coupon_codes=example.coupon_codes)


def _programme(book: RuleBook, example: Example) -> Programme:
    return programme_in(
        book, example.website_code, group_code=example.group_code, customer_known=True
    )


async def _changed(
    stands: _Terms, wanted: Wanted | WithoutRate | None, book: RuleBook, example: Example
) -> _Terms:
    if wanted is None:
        return stands
    if isinstance(wanted, WithoutRate):
        rates = await _rates_without(wanted.rate_id)
        return replace(stands, programme=_programme(book.with_rates(rates), example))
    change = await checked_change(wanted, website_code=example.website_code)
    return stands if change is None else await _laid_over(stands, change, book, example)


async def _laid_over(stands: _Terms, change: Change, book: RuleBook, example: Example) -> _Terms:
    match change:
        case RateChange(rate):
            # A book keeps one rate per scope and direction: the last one.
            rates = [*await all_rates(), rate]
            return replace(stands, programme=_programme(book.with_rates(rates), example))
        case SettingsChange():
            return replace(stands, programme=stands.programme._replace(settings=change.after))
        case RuleChange():
            rules = _with_rule(stands.promotions.rules, change)
            return replace(stands, promotions=replace(stands.promotions, rules=rules))


async def _rates_without(rate_id: str) -> list[ExchangeRate]:
    rates = await all_rates()
    kept = [rate for rate in rates if rate.id != rate_id]
    if len(kept) == len(rates):
        raise NotFound(f"There is no exchange rate {rate_id}.", path=("without_rate",))
    return kept


def _with_rule(rules: Sequence[CartRule], change: RuleChange) -> tuple[CartRule, ...]:
    """Return the rules in their order with the changed one: a new one is the youngest (R5.2)."""
    kept = [rule for rule in rules if rule.id != change.instead_of]
    added = [change.rule] if change.rule.active else []
    return tuple(sorted([*kept, *added], key=lambda rule: (rule.priority, rule.id == "", rule.id)))


def _outcome(
    terms: _Terms, content: CartContent, example: Example, now: datetime
) -> ExampleOutcome:
    cart = OpenCart(CartRow(id="example", customer_id="example"), content, _AS_MANY_AS_USEFUL)
    funds = Funds(balance=example.points, available=example.points)
    quote = quote_of(cart, terms.programme, funds, terms.promotions, now)
    worth = points_worth(quote.points_to_earn, terms.programme.redemption)
    return ExampleOutcome(quote, Money(worth, content.currency))
