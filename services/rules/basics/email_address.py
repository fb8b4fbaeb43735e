"""E-mail addresses: their form, and whether two belong to the same person."""

import re

from services.rules.basics.refusals import Invalid, Path

_LENGTH = 254
_LOCAL_LENGTH = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


def check_email_address(address: str, *, path: Path) -> None:
    """Refuse anything but one plain address, `name@host`.

    Quoted names, comments, lists and control characters do not belong in a shop's mail and are how
    headers are injected (R11.2). Raises Invalid.
    """
    local, _, domain = address.rpartition("@")
    if (
        len(address) > _LENGTH
        or len(local) > _LOCAL_LENGTH
        or not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(domain)
    ):
        raise Invalid("Must be one e-mail address, like name@example.com.", path=path)


def is_same_person(address: str, other: str) -> bool:
    """Test whether two addresses reach one mailbox: case and a +tag make no difference (R9.3)."""
    return mailbox_of(address) == mailbox_of(other)


def mailbox_of(address: str) -> str:
    """Return the address in small letters without its +tag: what two of one person share."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
