"""Registered e-mails: addresses that were awarded for registering, as keyed hashes (R9.1).

What is kept does not tell the address, nor lets anybody try addresses without the installation's
own key; so it may stay when the customer is erased.
"""

import hashlib
import hmac
from datetime import datetime

from models.database import execute, fetch
from services.rules.basics.email_address import mailbox_of

_KEY = "SELECT secret FROM installation_keys WHERE name = 'registered e-mails'"


async def claim_address(address: str, *, website_code: str, now: datetime) -> bool:
    """Note that an address is awarded on a website, and return whether it is for the first time.

    Of two at once the second waits here for the first.
    """
    claimed = await execute(
        "INSERT INTO registered_emails (website_code, email_hash, awarded_at) VALUES (?, ?, ?)"
        " ON CONFLICT (website_code, email_hash) DO NOTHING",
        [website_code, await _hash_of(address), now],
    )
    return claimed == 1


async def release_address(address: str, *, website_code: str) -> None:
    """Forget the address that this transaction has claimed, as nothing was awarded after all."""
    await execute(
        "DELETE FROM registered_emails WHERE website_code = ? AND email_hash = ?",
        [website_code, await _hash_of(address)],
    )


async def _hash_of(address: str) -> str:
    (row,) = await fetch(_KEY)
    key = bytes.fromhex(str(row["secret"]))
    return hmac.new(key, mailbox_of(address).encode(), hashlib.sha256).hexdigest()
