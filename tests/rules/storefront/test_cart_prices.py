from decimal import Decimal

from services.rules.checkout.quote import make_quote
from services.rules.storefront.cart_prices import cart_prices
from services.rules.storefront.points_quote import points_quote
from tests.rules.builders import ALL_USEFUL, cart, line, terms

CONTENT = cart(line(price="20.00"), discount="3.00", gift_card="4.00", store_credit="5.00")


def test_points_are_not_part_of_the_discounts() -> None:
    """R5.4: they act after tax, like a payment."""
    quote = make_quote(CONTENT, terms(10, ALL_USEFUL))

    prices = cart_prices(quote, CONTENT)

    assert quote.points_amount == 2
    assert [(named.label, named.amount.amount) for named in prices.discounts or ()] == [
        ("Discount", Decimal("3.00")),
        ("Gift card", Decimal("4.00")),
        ("Store credit", Decimal("5.00")),
    ]
    assert prices.grand_total.amount == 20 - 3 - 2 - 4 - 5


def test_the_customer_is_told_the_level_of_the_rate_and_what_is_left_of_the_groups() -> None:
    """R5.8."""
    quote = make_quote(CONTENT, terms(47, ALL_USEFUL))

    shown = points_quote(quote, CONTENT, threshold=None, locale="en")

    assert (shown.rate_priority, shown.remainder) == (4, 7)
    assert (shown.available.points, shown.maximum_applicable.points) == (47, 40)
