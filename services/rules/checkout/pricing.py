"""Pricing of a cart's lines, whose prices include their tax or leave it apart (R5, R5.2)."""

from collections.abc import Mapping
from dataclasses import replace

from services.rules.basics.money import ZERO, half_up
from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote_line import QuoteLine, TaxIncluded


def priced_lines(cart: CartContent, products: Mapping[str, ProductTerms]) -> tuple[QuoteLine, ...]:
    """Return the lines with their own discounts taken off (R5.2)."""
    priced = _with_tax if cart.prices_include_tax else priced_line
    return tuple(
        priced(line, products.get(line.sku, ProductTerms()), cart.currency) for line in cart.lines
    )


def _with_tax(line: CartLine, product: ProductTerms, currency: str) -> QuoteLine:
    """Return a line whose price and discount include tax: its total is rounded once (R5)."""
    before = line.quantity * line.unit_price
    given = TaxIncluded(
        row_total=half_up(before, currency),
        total=half_up(max(before - line.discount, ZERO), currency),
        tax=half_up(line.tax, currency),
    )
    return replace(
        priced_line(line, product, currency),
        unit_price=half_up(line.unit_price, currency) - given.tax_of(line.unit_price, currency),
        row_total=given.row_total - given.tax_of(given.row_total, currency),
        net=given.total - given.tax,
        tax_included=given,
    )


def priced_line(line: CartLine, product: ProductTerms, currency: str) -> QuoteLine:
    """Return a line whose price leaves its tax apart, its own discount taken off."""
    row_total = half_up(line.quantity * line.unit_price, currency)
    return QuoteLine(
        id=line.id,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        row_total=row_total,
        net=row_total - min(half_up(line.discount, currency), row_total),
        tax=half_up(line.tax, currency),
        points_needed=product.needed,
        points_received=product.received,
        earns_by_rate=line.earns and product.earns_by_rate,
    )
