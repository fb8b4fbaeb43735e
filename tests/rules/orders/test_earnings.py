from decimal import Decimal

import pytest

from services.rules.checkout.quote import make_quote
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, Earnings, earning_basis, earnings_of
from services.rules.orders.status import LineState
from tests.rules.builders import ALL_USEFUL, cart, line, terms

TWO_LINES = cart(
    line("A", "50.00", tax="5.00"), line("B", "50.00", tax="5.00"), shipping="10.00"
)  # fmt: skip
NOTHING_DEDUCTED = Deducted(units=(0, 0))
OPEN, INVOICED, CANCELLED = LineState(1), LineState(1, invoiced=1), LineState(1, cancelled=1)


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
