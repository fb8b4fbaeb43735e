"""Fields about cart rules (R8)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.amounts import USUAL_DIGITS
from resolvers.admin.declared import takes
from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.promotions import cart_rules
from services.rules.basics.money import padded
from services.rules.checkout.cart_rules import CART_RULE_FIELDS, CartRule, make_cart_rule

RuleId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The rule's id.")]


@strawberry.input(
    description=(
        "A cart rule to create or change. It gives points, a discount, an earning factor or several"
        " of these to matching carts."
    )
)
@takes(CART_RULE_FIELDS.values())
class CartRuleInput:
    """What may be given of each field of a cart rule but its id."""


RuleArgument = Annotated[
    CartRuleInput, strawberry.argument(name="input", description="The cart rule.")
]


async def list_cart_rules(
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
    search: Annotated[
        str | None,
        strawberry.argument(
            description="Only rules whose name or coupon code contains this, in any case."
        ),
    ] = None,
) -> Page[CartRule]:
    return await cart_rules.list_cart_rules(page_request(first, after), search=search)


async def cart_rule(rule_id: RuleId) -> CartRule:
    return await cart_rules.find_rule(rule_id)


async def cart_rule_create(info: Info, rule: RuleArgument) -> CartRule:
    return await cart_rules.create_cart_rule(
        wanted=_wanted(rule), caller=caller(info), now=info.context.now
    )


async def cart_rule_update(info: Info, rule_id: RuleId, rule: RuleArgument) -> CartRule:
    return await cart_rules.update_cart_rule(
        rule_id=rule_id, wanted=_wanted(rule), caller=caller(info), now=info.context.now
    )


async def cart_rule_delete(info: Info, rule_id: RuleId) -> str:
    return await cart_rules.delete_cart_rule(
        rule_id=rule_id, caller=caller(info), now=info.context.now
    )


def shown(rule: CartRule, name: str) -> object:
    """Return the field `name` of a rule, amounts with the usual decimals."""
    value = getattr(rule, name)
    is_amount = CART_RULE_FIELDS[name].kind is Decimal and value is not None
    return padded(value, USUAL_DIGITS) if is_amount else value


def _wanted(given: CartRuleInput) -> CartRule:
    return make_cart_rule("", vars(given))
