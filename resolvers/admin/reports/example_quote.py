"""Example quote fields (R5, R15.5)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.promotions.cart_rules import CartRuleInput
from resolvers.admin.setup.exchange_rates import ExchangeRateInput
from resolvers.admin.setup.settings import SettingsInput, given_settings
from resolvers.context import Info
from services.reports.simulation import example_quote as examples
from services.reports.simulation.changes import Wanted, WantedRate, WantedRule, WantedSettings
from services.reports.simulation.example_quote import Example, ExampleQuote, WithoutRate
from services.rules.checkout.cart_rules import make_cart_rule


@strawberry.input(description="A cart rule to try.")
class ExampleRuleInput:
    rule_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the rule that it replaces; null: besides all others."
    )
    rule: CartRuleInput = strawberry.field(description="The rule.")


@strawberry.input(one_of=True, description="A change that is not saved yet: exactly one.")
class ExampleChangeInput:
    rate: ExchangeRateInput | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "An exchange rate. It replaces the one of the same website, group and direction."
        ),
    )
    without_rate: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="The id of an exchange rate that is deleted, so that the next level counts.",
    )
    settings: SettingsInput | None = strawberry.field(
        default=strawberry.UNSET,
        description="Settings in force on the website; those left out are as they are.",
    )
    cart_rule: ExampleRuleInput | None = strawberry.field(
        default=strawberry.UNSET, description="A cart rule."
    )


@strawberry.input(
    description="A customer of a group, who buys one product, before a change and with it."
)
class ExampleQuoteInput:
    website_code: str = strawberry.field(description="The code of the website.")
    customer_group_code: str = strawberry.field(description="The code of the customer's group.")
    amount: Decimal = strawberry.field(
        description=(
            "The price of the cart's one product, without tax and shipping, in the website's base"
            " currency."
        )
    )
    points: int | None = strawberry.field(
        default=0,
        description=(
            "The customer's balance; as many points are used as are useful. Null: 0, so that"
            " nothing is paid by points."
        ),
    )
    coupon_codes: list[str] | None = strawberry.field(
        default_factory=list, description="The coupon codes that the customer entered."
    )
    sku: str | None = strawberry.field(
        default=None,
        description="The product's SKU; null: a product that nothing is set for.",
    )
    change: ExampleChangeInput | None = strawberry.field(
        default=None, description="What would be otherwise; null: nothing."
    )


async def example_quote(
    info: Info,
    given: Annotated[
        ExampleQuoteInput, strawberry.argument(name="input", description="The example.")
    ],
) -> ExampleQuote:
    example = Example(
        website_code=given.website_code,
        group_code=given.customer_group_code,
        amount=given.amount,
        points=given.points or 0,
        coupon_codes=tuple(given.coupon_codes or ()),
        sku=given.sku,
    )
    return await examples.example_quote(
        example=example, wanted=_wanted(given.change), now=info.context.now
    )


def _wanted(change: ExampleChangeInput | None) -> Wanted | WithoutRate | None:
    if change is None:
        return None
    if change.without_rate:
        return WithoutRate(change.without_rate)
    if change.rate:
        return WantedRate(
            website_code=change.rate.website_code,
            customer_group_code=change.rate.customer_group_code,
            direction=change.rate.direction,
            points=change.rate.points,
            currency_amount=change.rate.currency_amount,
        )
    if change.settings:
        return WantedSettings(given_settings(change.settings))
    assert change.cart_rule, "exactly one is given"
    rule = make_cart_rule("", vars(change.cart_rule.rule))
    return WantedRule(change.cart_rule.rule_id, rule)
