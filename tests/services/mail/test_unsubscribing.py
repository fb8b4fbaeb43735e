"""Links in mail that unsubscribe, and are good for nothing else (R11.2)."""

from collections.abc import AsyncIterator

import jwt
import pytest

from services.access.bearer import TokenRefused
from services.access.tokens import TokenReader, TokenRules, issue_customer_token
from services.customers.customers import find_customer
from services.mail.options import MailOptions, start_mail
from services.mail.unsubscribing import (
    Subscription,
    read_unsubscribe_token,
    unsubscribe,
    unsubscribe_url,
)
from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import NotFound
from tests.clock import NOW
from tests.services.shop import add_customer, open_shop

SECRET = "a secret of the tests, at least 32 bytes long"


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop()
    await add_customer("bob")
    start_mail(MailOptions(secret=SECRET, public_url="https://points.example.com"))
    yield
    start_mail(MailOptions())


def token_of(kind: EmailKind, customer_id: str = "ada") -> str:
    return unsubscribe_url(Subscription(customer_id, kind)).rpartition("/")[2]


async def subscriptions_of(customer_id: str) -> tuple[bool, bool]:
    customer = await find_customer(customer_id)
    return customer.balance_updates, customer.expiration_notifications


@pytest.mark.parametrize(
    ("kind", "left"),
    [(EmailKind.BALANCE_UPDATE, (False, True)), (EmailKind.EXPIRY_WARNING, (True, False))],
)
async def test_a_link_ends_the_subscription_that_its_mail_came_by(
    kind: EmailKind, left: tuple[bool, bool]
) -> None:
    """R11.2."""
    await unsubscribe(token=token_of(kind), now=NOW)
    await unsubscribe(token=token_of(kind), now=NOW)

    assert await subscriptions_of("ada") == left
    assert await subscriptions_of("bob") == (True, True)


async def test_a_link_is_no_token_of_a_customer() -> None:
    """R11.2: it signs nobody in."""
    with pytest.raises(TokenRefused):
        await TokenReader(TokenRules(SECRET)).read(token_of(EmailKind.BALANCE_UPDATE))


async def test_a_token_of_a_customer_is_no_link() -> None:
    """R11.2."""
    token = issue_customer_token(rules=TokenRules(SECRET), customer_id="ada", ttl_seconds=60)

    with pytest.raises(NotFound):
        read_unsubscribe_token(token)


async def test_a_link_tampered_with_changes_nothing() -> None:
    """R11.2: nor does one made for another customer with another key."""
    token = token_of(EmailKind.BALANCE_UPDATE)
    head, _, signature = token.split(".")
    said, another_key = b"BALANCE_UPDATE:bob", "another key, which is 32 bytes long too"
    forged = jwt.PyJWS().encode(said, another_key, algorithm="HS256")
    unsigned = jwt.PyJWS().encode(said, "", algorithm="none")
    mixed = ".".join((head, forged.split(".")[1], signature))

    for bad in (forged, unsigned, mixed, token[:-1], token + "x", "", "x" * 10_000, "é.ü.ß"):
        with pytest.raises(NotFound):
            await unsubscribe(token=bad, now=NOW)

    assert await subscriptions_of("bob") == (True, True)


async def test_a_link_of_a_customer_who_is_no_more_is_refused() -> None:
    with pytest.raises(NotFound):
        await unsubscribe(token=token_of(EmailKind.BALANCE_UPDATE, "nobody"), now=NOW)
