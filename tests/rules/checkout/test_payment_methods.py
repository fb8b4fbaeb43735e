from dataclasses import replace

import pytest

from services.rules.checkout.cart import FREE, CartContent, PaymentMethod
from services.rules.checkout.payment_methods import (
    offered_payment_methods,
    selected_payment_method,
)
from services.rules.checkout.quote import Quote, make_quote
from tests.rules.builders import cart, line, terms

CARD = PaymentMethod("card", "Card")
CASH = PaymentMethod("cashondelivery", "Cash on delivery")


def quoted(gift_card: str = "0") -> Quote:
    return make_quote(cart(line(price="10.00"), gift_card=gift_card), terms())


def with_methods(selected: str | None, *methods: PaymentMethod) -> CartContent:
    return replace(cart(), payment_method=selected, payment_methods=methods)


def test_free_is_the_only_method_when_nothing_is_due() -> None:
    """R5.5."""
    covered = quoted(gift_card="10.00")

    assert offered_payment_methods(covered, with_methods("card", CARD)) == (FREE,)
    assert selected_payment_method(covered, with_methods("card", CARD)) == FREE


def test_free_is_not_offered_when_something_is_due() -> None:
    """R5.5."""
    offered = offered_payment_methods(quoted(), with_methods(None, CARD, FREE, CASH))

    assert offered == (CARD, CASH)


@pytest.mark.parametrize(
    ("chosen", "selected"),
    [
        pytest.param("card", CARD, id="one-on-offer"),
        pytest.param("wire", PaymentMethod("wire", "wire"), id="one-not-on-offer"),
        pytest.param(None, None, id="none"),
        pytest.param("free", None, id="free-that-no-longer-holds"),
    ],
)
def test_the_chosen_method_pays_when_something_is_due(
    chosen: str | None, selected: PaymentMethod | None
) -> None:
    """R5.5."""
    assert selected_payment_method(quoted(), with_methods(chosen, CARD, FREE)) == selected
