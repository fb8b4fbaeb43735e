"""Payment methods of a cart: offered and selected ones; `free` where nothing is due (R5.5)."""

from services.rules.basics.money import ZERO
from services.rules.checkout.cart import FREE, CartContent, PaymentMethod
from services.rules.checkout.quote import Quote


def offered_payment_methods(quote: Quote, cart: CartContent) -> tuple[PaymentMethod, ...]:
    """Return `free` alone when nothing is due, else what the shop offers except `free` (R5.5)."""
    if quote.amount_due == ZERO:
        return (FREE,)
    return tuple(method for method in cart.payment_methods if method.code != FREE.code)


def selected_payment_method(quote: Quote, cart: CartContent) -> PaymentMethod | None:
    """Return the method that will pay: `free` when nothing is due, else the one chosen."""
    if quote.amount_due == ZERO:
        return FREE
    if cart.payment_method is None or cart.payment_method == FREE.code:
        return None
    by_code = {method.code: method for method in cart.payment_methods}
    return by_code.get(cart.payment_method, PaymentMethod(cart.payment_method, cart.payment_method))
