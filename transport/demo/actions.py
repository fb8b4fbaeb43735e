"""What the demo shop's backend does when its page asks: carts, orders, reviews, mail, the clock.

Each action asks the admin API as any shop's backend would, and hands on what it was told.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sample.past import CATALOGUE, PEOPLE, PastCustomer
from services.access.tokens import issue_customer_token
from services.command import clock
from services.customers.customers import find_customer
from services.programme.websites import list_websites
from services.rules.basics.refusals import NotFound
from transport.demo import documents
from transport.demo.admin_calls import CLOCK_SCOPES, MAILBOX_SCOPES, AdminCalls
from transport.demo.body import Body
from transport.demo.shop import OWN_ID, STORES, cart_input, email_of, find_person
from transport.wire.refusals import NothingHere, RequestRefused

_TOKEN_SECONDS = 900
_DAY = timedelta(days=1)
_MOST_NIGHTS = 31
_MOST_DAYS = 800
# So long before a day that the visitor waits for, the clock goes night by night again.
_LAST_NIGHTS = 15
_MONEY = r"[0-9]{1,9}(\.[0-9]{1,4})?"


class SampleMissing(RequestRefused):
    """A sandbox without the sample shop, whose goods and people the demo shop shows."""

    status = 409
    code = "SAMPLE_MISSING"


class NotSignedIn(RequestRefused):
    """What only a customer can do."""

    status = 401
    code = "UNAUTHENTICATED"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of the shop's page: what it says, who is signed in, and calls to make for it."""

    body: Body
    person: PastCustomer | None
    calls: AdminCalls


Action = Callable[[Visit], Awaitable[Mapping[str, object]]]


async def check_sample() -> None:
    """Refuse a sandbox of another shop's: only the sample shop is anybody's to play with.

    Raises SampleMissing.
    """
    codes = {website.code for website in await list_websites()}
    if not (set(STORES) <= codes and await _knows_a_sample_customer()):
        raise SampleMissing("The demo shop shows the sample shop: load it with `./guerdon seed`.")


async def _knows_a_sample_customer() -> bool:
    """Test whether somebody of the sample shop is there: visitors may merge or erase others."""
    for person in PEOPLE:
        try:
            if (await find_customer(person.id)).email == email_of(person):
                return True
        except NotFound:
            continue
    return False


async def open_shop(visit: Visit) -> Mapping[str, object]:
    """Return the shop's websites and what day it is there."""
    return {**await visit.calls.ask(documents.SHOP), "now": await _now()}


async def sign_in(visit: Visit) -> Mapping[str, object]:
    """Sign a token for one of the sample shop's customers, as a shop does for its own.

    Only for whom the sample shop has let in: a sandbox may hold others. Raises NothingHere.
    """
    person = find_person(visit.body.text("customer", "[a-z]{1,40}"))
    if person is not None:
        found = await visit.calls.ask(documents.CUSTOMER, id=person.id)
        match found:
            case {"customer": {"email": str(email)}} if email == email_of(person):
                return {"token": _token_for(person, visit)}
    raise NothingHere("The sample shop has no such customer.")


def _token_for(person: PastCustomer, visit: Visit) -> str:
    return issue_customer_token(
        rules=visit.calls.rules, customer_id=person.id, ttl_seconds=_TOKEN_SECONDS
    )


async def put_cart(visit: Visit) -> Mapping[str, object]:
    """Send the cart with the shop's prices, as often as it changes."""
    return await visit.calls.ask(documents.PUT_CART, cart=cart_input(visit.body, visit.person))


async def place_order(visit: Visit) -> Mapping[str, object]:
    """Place the order that has been paid: once, however often it is sent."""
    cart = visit.body.text("cart", OWN_ID)
    order = {
        "cartId": cart,
        "paymentMethod": "card",
        "expectedAmountDue": visit.body.text("paid", _MONEY),
        "orders": [{"id": cart, "number": cart[5:13].upper()}],
    }
    return await visit.calls.ask(documents.PLACE_ORDER + documents.ORDER_FACTS, order=order)


async def show_order(visit: Visit) -> Mapping[str, object]:
    """Return an order of the visitor's. Raises NothingHere."""
    found = await visit.calls.ask(
        documents.ORDER + documents.ORDER_FACTS, id=visit.body.text("order", OWN_ID)
    )
    buyer = visit.person.id if visit.person else None
    match found:
        case {"order": {"customerId": customer_id}} if customer_id == buyer:
            return found
    raise NothingHere("You have no such order.")


async def invoice_order(visit: Visit) -> Mapping[str, object]:
    """Send the goods and invoice them."""
    order_id = await _own_order(visit)
    invoice = {"orderId": order_id, "invoiceId": f"{order_id}-invoice"}
    return await visit.calls.ask(documents.INVOICE + documents.ORDER_FACTS, invoice=invoice)


async def refund_order(visit: Visit) -> Mapping[str, object]:
    """Take all goods back, and give back what was paid for them."""
    order_id = await _own_order(visit)
    refund = {"orderId": order_id, "creditMemoId": f"{order_id}-refund"}
    return await visit.calls.ask(documents.REFUND + documents.ORDER_FACTS, refund=refund)


async def cancel_order(visit: Visit) -> Mapping[str, object]:
    """Cancel an order that has not left yet."""
    order_id = await _own_order(visit)
    cancellation = {"orderId": order_id, "cancellationId": f"{order_id}-cancel"}
    return await visit.calls.ask(
        documents.CANCEL + documents.ORDER_FACTS, cancellation=cancellation
    )


async def _own_order(visit: Visit) -> str:
    await show_order(visit)
    return visit.body.text("order", OWN_ID)


async def record_review(visit: Visit) -> Mapping[str, object]:
    """Report a review of a product that the shop has approved: once for each customer."""
    person = _signed_in(visit)
    sku = visit.body.text("sku", "|".join(CATALOGUE))
    name = f"demo-{person.id}-{sku}"
    review = {
        "idempotencyKey": name,
        "type": "REVIEW_APPROVED",
        "customerId": person.id,
        "websiteCode": person.website_code,
        "reference": name,
    }
    return await visit.calls.ask(documents.RECORD_REVIEW, review=review)


async def show_mailbox(visit: Visit) -> Mapping[str, object]:
    """Return the newest mails to the customer: those that the sandbox would have sent."""
    person = _signed_in(visit)
    return await visit.calls.ask(documents.MAILBOX, MAILBOX_SCOPES, customer=person.id)


async def move_clock(visit: Visit) -> Mapping[str, object]:
    """Move the sandbox's clock and let each night's jobs run.

    By some days, or up to the day of an instant: with `warned`, up to the warning before it.
    """
    days = await _days_to_go(visit)
    if days > _MOST_NIGHTS:
        await _sleep(visit.calls, days - _LAST_NIGHTS)
        days = _LAST_NIGHTS
    for _ in range(days):
        await _sleep(visit.calls, 1)
    if days == 0:
        await visit.calls.ask(documents.NIGHTLY_JOBS, CLOCK_SCOPES)
    return {"now": await _now()}


async def _sleep(calls: AdminCalls, days: int) -> None:
    await calls.ask(documents.MOVE_CLOCK, CLOCK_SCOPES, days=days)
    await calls.ask(documents.NIGHTLY_JOBS, CLOCK_SCOPES)


async def _days_to_go(visit: Visit) -> int:
    """Return how many days to go. Raises RequestRefused."""
    until = visit.body.optional_text("until", r"[0-9:.TZ+-]{10,40}")
    if until is None:
        return visit.body.number("days", _MOST_NIGHTS)
    try:
        left = datetime.fromisoformat(until) - await clock.now()
    except (ValueError, TypeError) as error:
        raise RequestRefused("`until` must be an instant.") from error
    days = max(0, -(-left // _DAY))  # what is past may still wait for the next night's jobs
    if days > _MOST_DAYS:
        raise RequestRefused(f"`until` must be within {_MOST_DAYS} days from now.")
    if visit.body.values.get("warned") is True:
        return max(0, days - await _warning_days(visit))
    return days


async def _warning_days(visit: Visit) -> int:
    """Return how many days before points expire the shop warns. Raises RequestRefused."""
    website = _signed_in(visit).website_code
    match await visit.calls.ask(documents.WARNING_DAYS, website=website):
        case {"settings": {"expiryWarningDays": int(days)}}:
            return days
    raise RequestRefused("The shop does not warn: set `expiryWarningDays` in its settings.")


def _signed_in(visit: Visit) -> PastCustomer:
    if visit.person is None:
        raise NotSignedIn("Sign in first.")
    return visit.person


async def _now() -> str:
    return (await clock.now()).isoformat()


ACTIONS: Final[Mapping[str, Action]] = {
    "open": open_shop,
    "sign-in": sign_in,
    "cart": put_cart,
    "place": place_order,
    "order": show_order,
    "invoice": invoice_order,
    "refund": refund_order,
    "cancel": cancel_order,
    "review": record_review,
    "mailbox": show_mailbox,
    "clock": move_clock,
}
