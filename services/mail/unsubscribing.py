"""Unsubscribing from mail by a link that is no login (R11.2, RFC 8058)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

import jwt

from services.command.caller import Caller, CallerKind
from services.customers.profiles import locale_of
from services.customers.subscriptions import update_subscriptions
from services.mail.options import mail_options
from services.rules.basics.enums import EmailKind
from services.rules.basics.refusals import NotFound

_ALGORITHM = "HS256"
_PURPOSE = b"guerdon: links that unsubscribe"
_PATH = "/unsubscribe/"
# Signs bytes: an id of 128 characters must fit into one line of a mail's header.
_signer = jwt.PyJWS()


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link unsubscribes: one kind of mail to one customer."""

    customer_id: str
    kind: EmailKind


def unsubscribe_url(subscription: Subscription) -> str:
    """Return the signed link that ends a subscription; it holds for ever."""
    said = f"{subscription.kind}:{subscription.customer_id}".encode()
    token = _signer.encode(said, _key(), algorithm=_ALGORITHM)
    return f"{mail_options().public_url}{_PATH}{token}"


def read_unsubscribe_token(token: str) -> Subscription:
    """Return what a link's token unsubscribes.

    Raises NotFound for one that we did not sign for this.
    """
    try:
        said: bytes = _signer.decode(token, _key(), algorithms=[_ALGORITHM])
    except (jwt.PyJWTError, ValueError) as error:
        raise NotFound("This link is not one of ours.", path=("token",)) from error
    kind, _, customer_id = said.decode().partition(":")
    return Subscription(customer_id, EmailKind(kind))


async def unsubscribe(*, token: str, now: datetime) -> Subscription:
    """End the subscription that the link names; again changes nothing.

    Raises NotFound for a link that is not ours, or of a customer who is gone.
    """
    subscription = read_unsubscribe_token(token)
    is_update = subscription.kind is EmailKind.BALANCE_UPDATE
    await update_subscriptions(
        customer_id=subscription.customer_id,
        balance_updates=False if is_update else None,
        expiration_notifications=None if is_update else False,
        caller=Caller(subject=subscription.customer_id, kind=CallerKind.CUSTOMER),
        now=now,
    )
    return subscription


async def locale_of_link(subscription: Subscription) -> str:
    """Return the language that the one who holds the link reads."""
    return await locale_of(subscription.customer_id)


def _key() -> bytes:
    """Return a key that signs nothing else: such a link can never be used as a customer's token."""
    return hmac.new(mail_options().secret.encode(), _PURPOSE, hashlib.sha256).digest()
