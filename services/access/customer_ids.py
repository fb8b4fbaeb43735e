"""Customer ids as Adobe Commerce writes them: plain, or in base64 from 2.4.9 on (R12.1)."""

import base64
import binascii
from enum import StrEnum


class IdFormat(StrEnum):
    """How the shop writes a customer's id in tokens and answers."""

    PLAIN = "plain"
    BASE64 = "base64"


def decoded(text: str) -> str:
    """Return the id that `text` encodes in base64; `text` itself if it is not base64."""
    try:
        plain = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text
    # Some plain ids are base64 of something by chance, but not of anything that could be an id.
    return plain if plain.isprintable() and encoded(plain) == text else text


def encoded(customer_id: str) -> str:
    """Return the id in base64."""
    return base64.b64encode(customer_id.encode()).decode()


def is_same(given: str, customer_id: str) -> bool:
    """Tell whether `given`, in either form, is the id of that customer."""
    return customer_id in (given, decoded(given))
