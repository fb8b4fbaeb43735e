"""Desk where the machine's customer buys: each act is commands to the service."""

import contextlib
import itertools
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from services.accounts.accounts import read_account
from services.accounts.adjustments import adjust_points
from services.checkout.redemption import apply_points, apply_product_points, hold_points
from services.customers.putting import put_customer
from services.ledger.reading.standing import AccountStanding
from services.orders.cancelling import cancel_order
from services.orders.change import OrderCommand
from services.orders.invoicing import invoice_order
from services.orders.lines import Quantities
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.promotions.cart_rules import create_cart_rule, delete_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import DiscountKind
from services.rules.basics.refusals import Invalid
from services.rules.checkout.cart import CartLine
from services.rules.checkout.cart_rules import CartRule
from tests.clock import NOW
from tests.services.orders.walks.cart_model import ALL, Wishes
from tests.services.orders.walks.draws import Beginning, Rule, Shop, exactly
from tests.services.shop import ADMIN, add_customer, fill_cart, open_shop


class OrderDesk:
    """One customer of one website, who has one order at a time."""

    def __init__(self, run_number: int, begun: Beginning) -> None:
        self.website = f"w{run_number}"
        self.customer = f"c{run_number}"
        self.order_id = f"o{run_number}"
        self.begun = begun
        self.now = NOW
        self._keys = itertools.count(1)

    def key(self) -> str:
        """Return an id that no command of this customer had yet."""
        return f"{self.customer}-{next(self._keys)}"

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def amount(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.begun.shop.digits)

    async def open(self, wishes: Wishes, orders: Sequence[NewOrder]) -> None:
        """Open the shop, and place the first cart under rules that end with it."""
        await self._open_shop(self.begun.shop)
        await add_customer(self.customer, website_code=self.website)
        if self.begun.given:
            await self.adjust(self.begun.given)
        await self._put_products()
        rules = [await self._make(rule) for rule in self.begun.what.rules]
        units = [goods.quantity for goods in self.begun.goods]
        coupons = ("SAVE",) if self.begun.what.has_coupon else ()
        await self.fill(self.order_id, units, self.begun.gift_card, coupon_codes=coupons)
        await self.wish(self.order_id, wishes)
        placement = Placement(self.order_id, tuple(orders))
        await place_orders(placement=placement, caller=ADMIN, now=NOW)
        for rule_id in rules:
            await delete_cart_rule(rule_id=rule_id, caller=ADMIN, now=NOW)

    async def _open_shop(self, shop: Shop) -> None:
        earn, redeem = shop.fitting(shop.earn), shop.fitting(shop.redeem)
        await open_shop(
            website_code=self.website,
            currency=shop.currency,
            redemption=(redeem[0], str(self._amount_e4(redeem[1]))),
            earning=(earn[0], str(self._amount_e4(earn[1]))),
            settings={
                "clawback": "DEBT" if shop.owes else "CLAMP",
                "refund_points_automatically": shop.points_first,
                "deduct_earned_points_on_refund": shop.deducts,
                "expiry_days": shop.expiry_days,
                "return_grace_days": shop.grace_days,
                "balance_cap": shop.cap,
                "redeem_on_shipping": shop.on_shipping,
                "redeem_on_tax": shop.on_tax,
                "maturity_days": shop.maturity_days,
                "earn_with_coupons": self.begun.what.earns_with_coupons,
            },
        )

    def _amount_e4(self, units_e4: int) -> Decimal:
        return Decimal(units_e4).scaleb(-4 - self.begun.shop.digits)

    async def _put_products(self) -> None:
        for index, goods in enumerate(self.begun.goods):
            product = ProductPoints(
                f"{self.website}-{index}",
                goods.needed or None,
                goods.received,
                earns_by_rate=goods.taken_out_by != "product",
            )
            await put_product_points(product=product, caller=ADMIN, now=NOW)

    async def _make(self, rule: Rule) -> str:
        kind = DiscountKind.FIXED if rule.fixed else DiscountKind.PERCENT
        discount = self.amount(rule.fixed) if rule.fixed else Decimal(rule.percent)
        wanted = CartRule(
            "",
            "Rule",
            website_codes=(self.website,),
            priority=rule.priority,
            stop_further_rules=rule.stops,
            subtotal_from=self.amount(rule.subtotal_from),
            points=rule.points or None,
            discount_kind=kind if discount else None,
            discount_amount=discount or None,
            earning_factor=rule.factor,
        )
        return (await create_cart_rule(wanted=wanted, caller=ADMIN, now=NOW)).id

    async def fill(
        self, cart_id: str, units: Sequence[Fraction], gift_card: int, **content: object
    ) -> None:
        """Put a cart of so many units of each line."""
        included = self.begun.shop.includes_tax
        shipping = self.begun.shipping - (0 if included else self.begun.shipping_tax)
        lines = [
            CartLine(
                id=f"l{index}",
                sku=f"{self.website}-{index}",
                quantity=exactly(count),
                unit_price=self.amount(goods.price),
                discount=self.amount(goods.discount),
                tax=self.amount(goods.tax_of(count, included=included)),
                earns=goods.taken_out_by != "line",
            )
            for index, (goods, count) in enumerate(zip(self.begun.goods, units, strict=True))
        ]
        await fill_cart(
            *lines,
            cart_id=cart_id,
            customer_id=self.customer,
            website_code=self.website,
            prices_include_tax=included,
            discount=self.amount(self.begun.discount),
            shipping=str(self.amount(shipping)),
            shipping_tax=self.amount(self.begun.shipping_tax),
            gift_card=self.amount(gift_card),
            now=self.now,
            **content,  # type: ignore[arg-type]
        )

    async def wish(self, cart_id: str, wishes: Wishes) -> None:
        for_lines, as_money = (None if wish == ALL else wish for wish in wishes)
        if for_lines != 0:
            await apply_product_points(
                cart_id=cart_id, points=for_lines, caller=ADMIN, now=self.now
            )
        if as_money != 0:
            await apply_points(cart_id=cart_id, points=as_money, caller=ADMIN, now=self.now)

    async def edit(
        self,
        cart_id: str,
        first: Sequence[Fraction],
        second: Sequence[Fraction],
        wishes: Wishes,
        gift_card: int,
        *,
        with_hold: bool,
    ) -> None:
        """Fill a cart that replaces the order twice; it may hold its points meanwhile."""
        await self.fill(cart_id, first, gift_card, replaces=self.order_id)
        await self.wish(cart_id, wishes)
        if with_hold:
            with contextlib.suppress(Invalid):  # nothing is used
                await hold_points(cart_id=cart_id, caller=ADMIN, now=self.now)
        await self.fill(cart_id, second, gift_card, replaces=self.order_id)

    async def send(self, kind: str, key: str, lines: Quantities) -> OrderCommand:
        """Invoice or cancel units."""
        if kind == "invoice":
            return await invoice_order(
                order_id=self.order_id,
                invoice_id=key,
                lines=lines,
                caller=ADMIN,
                now=self.now,
            )
        return await cancel_order(
            order_id=self.order_id,
            cancellation_id=key,
            lines=lines,
            caller=ADMIN,
            now=self.now,
        )

    async def adjust(self, points: int) -> None:
        await adjust_points(
            idempotency_key=self.key(),
            customer_id=self.customer,
            website_code=self.website,
            points=points,
            caller=ADMIN,
            now=self.now,
        )

    async def exclude(self, *, excluded: bool) -> None:
        await put_customer(
            customer_id=self.customer,
            website_code=self.website,
            email=f"{self.customer}@example.com",
            excluded_from_rewards=excluded,
            caller=ADMIN,
            now=self.now,
        )

    async def standing(self) -> AccountStanding:
        return await read_account(
            customer_id=self.customer, website_code=self.website, now=self.now
        )
