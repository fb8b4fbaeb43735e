from dataclasses import replace
from decimal import Decimal

import pytest

from services.rules.checkout.quote import make_quote
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, Earnings, earning_basis, earnings_of
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, cart, line, state, terms, units

TWO_LINES = cart(
    line("A", "50.00", tax="5.00"), line("B", "50.00", tax="5.00"), shipping="10.00"
)  # fmt: skip
NOTHING_DEDUCTED = Deducted(units(0, 0))
OPEN, INVOICED, CANCELLED = state(1), state(1, 1), state(1, cancelled=1)


@pytest.mark.parametrize(
    ("lines", "points", "basis"),
    [
        pytest.param([OPEN, OPEN], 0, "100.00", id="without-shipping-and-tax"),
        pytest.param([INVOICED, CANCELLED], 0, "50.00", id="one-cancelled"),
        pytest.param([INVOICED, CANCELLED], 50, "40.00", id="less-what-points-paid"),
        pytest.param([INVOICED, CANCELLED], 275, "0", id="points-paid-shipping-too-never-below-0"),
        pytest.param([CANCELLED, CANCELLED], 0, "0", id="all-cancelled"),
    ],
)
def test_an_order_earns_on_what_is_paid_for_the_goods_not_cancelled(
    lines: list[LineState], points: int, basis: str
) -> None:
    """R6.6: 50.00 and 5.00 tax each, 10.00 shipping."""
    quote = make_quote(TWO_LINES, terms(points, ALL_USEFUL))
    charge = charge_of(quote, lines)

    counted = earning_basis(charge, quote, lines, NOTHING_DEDUCTED)

    assert counted == Decimal(basis)
    assert earnings_of(charge, quote, lines, NOTHING_DEDUCTED) == Earnings(
        by_purchase=int(counted / 2) * 10
    )


RAIL_AND_CARD = replace(
    TWO_LINES, lines=(line("A", "50.00", 4, tax="20.00"), replace(line("B", "50.00"), earns=False))
)


@pytest.mark.parametrize(
    ("rail", "card", "deducted", "basis"),
    [
        pytest.param(state(4), OPEN, Deducted(units(0, 0)), "200.00", id="nothing-happened"),
        pytest.param(state(4, cancelled=1), OPEN, Deducted(units(0, 0)), "150.00", id="cancelled"),
        pytest.param(state(4), CANCELLED, Deducted(units(0, 0)), "200.00", id="the-card-cancelled"),
        pytest.param(
            state(4, 4, 0, 1),
            INVOICED,
            Deducted(units(1, 0), Decimal(55)),
            "150.00",
            id="one-refunded",
        ),
        pytest.param(
            state(4, 4, 0, 1),
            INVOICED,
            Deducted(units(1, 0), Decimal(5)),
            "150.00",
            id="one-refunded-for-a-fee",
        ),
        pytest.param(
            state(4, 4),
            state(1, 1, 0, 1),
            Deducted(units(0, 1), Decimal(120)),
            "130.00",
            id="less-money-than-what-earns",
        ),
    ],
)
def test_an_order_earns_at_most_on_the_kept_lines_that_earn(
    rail: LineState, card: LineState, deducted: Deducted, basis: str
) -> None:
    """R6.12: four rails at 50.00 and 5.00 tax, a gift card of 50.00, 10.00 shipping."""
    quote = make_quote(RAIL_AND_CARD, terms())
    lines = [rail, card]

    counted = earning_basis(charge_of(quote, lines), quote, lines, deducted)

    assert counted == Decimal(basis)


def test_money_kept_as_a_fee_counts_where_every_line_earns() -> None:
    """R6.10: 50.00 of one of two lines given back but for 45.00."""
    quote = make_quote(TWO_LINES, terms())
    lines = [state(1, 1, 0, 1), INVOICED]

    counted = earning_basis(
        charge_of(quote, lines), quote, lines, Deducted(units(1, 0), Decimal(10))
    )

    assert counted == Decimal("95.00")
