"""Basis of a cart divided over its orders (R6.12)."""

from decimal import Decimal

import pytest

from services.rules.checkout.basis_shares import BasisShare, share_basis


def shares(whole: str, *orders: tuple[str, str]) -> list[BasisShare]:
    """Divide `whole` over orders of (own basis, net of the lines that earn)."""
    own, nets = zip(*((Decimal(basis), Decimal(net)) for basis, net in orders), strict=True)
    return share_basis(Decimal(whole), own, nets)


@pytest.mark.parametrize(
    ("whole", "orders", "expected"),
    [
        pytest.param("8", [("6", "6"), ("6", "6")], ["6", "2"], id="own-basis-in-their-order"),
        pytest.param("10", [("6", "7"), ("0", "10")], ["7", "3"], id="the-rest-up-to-their-nets"),
        pytest.param("10", [("6", "6"), ("0", "10")], ["6", "4"], id="the-rest-to-a-later-one"),
        pytest.param("0", [("6", "6"), ("6", "6")], ["0", "0"], id="nothing-to-divide"),
    ],
)
def test_orders_use_up_the_carts_basis_each_at_most_what_earns_in_it(
    whole: str, orders: list[tuple[str, str]], expected: list[str]
) -> None:
    """R6.12."""
    found = shares(whole, *orders)

    assert [share.basis for share in found] == [Decimal(basis) for basis in expected]


def test_each_share_stands_behind_all_the_ones_before_it() -> None:
    """R6.12: so that floors sum to what one order would earn."""
    found = shares("9", ("2", "2"), ("3", "3"), ("4", "4"))

    assert [share.before for share in found] == [Decimal(0), Decimal(2), Decimal(5)]
