from dataclasses import replace
from decimal import Decimal

import pytest

from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import PointsWish
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, redemption_rate, terms


def nets(quote: Quote) -> list[str]:
    return [str(each.net) for each in quote.lines]


@pytest.mark.parametrize(
    ("lines", "discount", "expected"),
    [
        pytest.param([line(price="10.00", quantity=3)], "0", ["30.00"], id="no-discount"),
        pytest.param([line(price="10.00", discount="2.50")], "0", ["7.50"], id="the-lines-own"),
        pytest.param([line(price="10.00", discount="12.00")], "0", ["0.00"], id="never-below-0"),
        pytest.param(
            [line("A", "30.00"), line("B", "70.00")], "10.00", ["27.00", "63.00"], id="by-totals"
        ),
        pytest.param(
            [line("A", "30.00", discount="20.00"), line("B", "30.00")],
            "10.00",
            ["7.50", "22.50"],
            id="to-totals-after-their-own",
        ),
        pytest.param(
            [line("A", "1.00"), line("B", "1.00"), line("C", "1.00")],
            "1.00",
            ["0.66", "0.67", "0.67"],
            id="the-odd-cent-to-the-first",
        ),
        pytest.param(
            [line("A", "5.00"), line("B", "5.00")], "99.00", ["0.00", "0.00"], id="all-there-is"
        ),
        pytest.param([line(price="0.3333", quantity=3)], "0", ["1.00"], id="rounded-per-line"),
    ],
)
def test_lines_carry_their_discounts(
    lines: list[CartLine], discount: str, expected: list[str]
) -> None:
    """R5.2."""
    assert nets(make_quote(cart(*lines, discount=discount), terms())) == expected


def test_the_order_total_is_lines_and_shipping_and_tax() -> None:
    """R5.3."""
    content = cart(
        line("A", "50.00", tax="5.00"),
        line("B", "50.00", tax="5.00"),
        shipping="10.00",
        shipping_tax="1.00",
        discount="20.00",
    )

    quote = make_quote(content, terms())

    assert (quote.subtotal, quote.discount, quote.shipping) == decimals(100, 20, 10)
    assert (quote.tax, quote.order_total, quote.amount_due) == decimals(11, 101, 101)


def test_tax_is_given_whatever_the_discount() -> None:
    """R5.3."""
    quote = make_quote(cart(line(price="10.00", tax="1.90"), discount="10.00"), terms())

    assert (quote.tax, quote.order_total) == (Decimal("1.90"), Decimal("1.90"))


def test_points_pay_before_gift_card_and_store_credit() -> None:
    """R5.4, R5.5: tax and shipping included."""
    content = cart(
        line(price="10.00", tax="2.00"), shipping="3.00", gift_card="4.00", store_credit="50.00"
    )

    quote = make_quote(content, terms(40, ALL_USEFUL))

    assert quote.points_used == 40
    parts = (quote.points_amount, quote.gift_card, quote.store_credit, quote.amount_due)
    assert parts == decimals(8, 4, 3, 0)


@pytest.mark.parametrize(
    ("gift_card", "store_credit", "paid"),
    [
        pytest.param("0", "0", ("0.00", "0.00", "20.00"), id="neither"),
        pytest.param("5.00", "6.00", ("5.00", "6.00", "9.00"), id="both-in-part"),
        pytest.param("15.00", "15.00", ("15.00", "5.00", "0.00"), id="store-credit-what-is-left"),
        pytest.param("25.00", "15.00", ("20.00", "0.00", "0.00"), id="gift-card-at-most-the-total"),
    ],
)
def test_gift_card_and_store_credit_pay_at_most_what_is_left(
    gift_card: str, store_credit: str, paid: tuple[str, str, str]
) -> None:
    """R5.5."""
    content = cart(line(price="20.00"), gift_card=gift_card, store_credit=store_credit)

    quote = make_quote(content, terms())

    assert (quote.gift_card, quote.store_credit, quote.amount_due) == decimals(*paid)


@pytest.mark.parametrize(
    ("wish", "points", "amount", "due"),
    [
        pytest.param(None, 0, "0", "5.00", id="no-wish"),
        pytest.param(ALL_USEFUL, 30, "5.00", "0", id="as-many-as-useful"),
        pytest.param(PointsWish(25), 20, "4.00", "1.00", id="a-chosen-number"),
        pytest.param(PointsWish(9), 0, "0", "5.00", id="less-than-a-group"),
    ],
)
def test_the_wish_says_how_many_points_pay(
    wish: PointsWish | None, points: int, amount: str, due: str
) -> None:
    """R5.4: 10 points for 2.00, 5.00 to pay."""
    quote = make_quote(cart(line(price="5.00")), terms(1_000, wish))

    assert (quote.points_used, quote.points_amount, quote.amount_due) == (
        points,
        Decimal(amount),
        Decimal(due),
    )


def test_points_pay_tax_and_shipping_too() -> None:
    """R5.3, R5.4: 10.00 and 1.00 tax, 3.00 shipping and 0.50 tax on it."""
    content = cart(line(tax="1.00"), shipping="3.00", shipping_tax="0.50")

    quote = make_quote(content, terms(1_000, ALL_USEFUL))

    assert (quote.order_total, quote.points_amount, quote.amount_due) == decimals(
        "14.50", "14.50", 0
    )
    assert quote.points_used == 80


@pytest.mark.parametrize(
    ("price", "currency", "rate", "points", "due"),
    [
        pytest.param("1000", "JPY", redemption_rate(7, "33", "JPY"), 98, "538", id="yen"),
        pytest.param("1.000", "KWD", redemption_rate(7, "0.033", "KWD"), 98, "0.538", id="fils"),
    ],
)
def test_points_pay_in_the_currency_of_the_website(
    price: str, currency: str, rate: RecordedRate, points: int, due: str
) -> None:
    """R2.4, R5.4."""
    content = cart(line(price=price), currency=currency)

    quote = make_quote(content, terms(100, ALL_USEFUL, rate=rate))

    assert (quote.points_used, quote.amount_due) == (points, Decimal(due))


def test_the_quote_explains_the_redemption() -> None:
    """R5.8: the rate, the groups, what is left of them, what cut it."""
    limits = RedemptionLimits(max_points=35)

    quote = make_quote(cart(line(price="99.00")), terms(47, ALL_USEFUL, limits=limits))

    explained = quote.redemption
    assert (explained.rate, explained.balance, explained.available) == (redemption_rate(), 47, 47)
    assert (explained.groups, explained.remainder) == (4, 7)
    assert (explained.maximum_points, explained.maximum_amount) == (30, Decimal("6.00"))
    assert explained.limited_by == ("maxPointsPerOrder",)


def test_the_quote_explains_what_is_held_elsewhere() -> None:
    """R5.8: groups are of what is available, what is left of them is of the balance."""
    quote = make_quote(cart(line(price="99.00")), terms(47, ALL_USEFUL, held=18))

    explained = quote.redemption
    assert (explained.balance, explained.available) == (47, 29)
    assert (explained.groups, explained.remainder, quote.points_used) == (2, 7, 20)
    assert explained.limited_by == ("holds",)


def test_a_cart_without_a_wish_says_what_could_be_used() -> None:
    """R5.8."""
    quote = make_quote(cart(line(price="5.00")), terms(47))

    assert (quote.points_used, quote.redemption.maximum_points) == (0, 30)


def test_points_explain_themselves_without_a_rate() -> None:
    """R2.5, R5.8."""
    without_rate = replace(terms(47, ALL_USEFUL).redemption, rate=None)

    quote = make_quote(cart(), replace(terms(), redemption=without_rate))

    assert (quote.points_used, quote.redemption.maximum_points) == (0, 0)
    assert (quote.redemption.groups, quote.redemption.remainder) == (0, 47)


@pytest.mark.parametrize(
    ("method", "wish", "warns"),
    [
        pytest.param("cashondelivery", ALL_USEFUL, True, id="discouraged-with-points"),
        pytest.param("cashondelivery", None, False, id="discouraged-without-points"),
        pytest.param("cashondelivery", PointsWish(9), False, id="points-that-pay-nothing"),
        pytest.param("card", ALL_USEFUL, False, id="another-method"),
        pytest.param(None, ALL_USEFUL, False, id="no-method"),
    ],
)
def test_a_discouraged_payment_method_warns(
    method: str | None,
    wish: PointsWish | None,
    warns: bool,  # noqa: FBT001  a table's column
) -> None:
    """R5.9."""
    content: CartContent = replace(cart(), payment_method=method)
    with_list = replace(terms(40, wish), discouraged_payment_methods=("cashondelivery",))

    assert bool(make_quote(content, with_list).warnings) is warns


def test_an_empty_cart_comes_to_nothing() -> None:
    """R5.3."""
    quote = make_quote(CartContent("USD"), terms(1_000, ALL_USEFUL))

    assert (quote.order_total, quote.amount_due) == decimals(0, 0)
    assert quote.points_used == 0
