"""Timestamps as the storefront writes them, all in UTC."""

from datetime import UTC, datetime

import orjson

_OF_ADOBE = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
_TO_THE_SECOND = slice(len('"'), len('"2027-01-31T09:30:00'))


def adobe_timestamp(instant: datetime) -> str:
    """Return `instant` in the form of Adobe Commerce's fields: 2027-01-31 09:30:00, in UTC."""
    written = orjson.dumps(instant.astimezone(UTC), option=_OF_ADOBE)  # faster than `isoformat`
    return written[_TO_THE_SECOND].decode().replace("T", " ")


def rfc_3339(instant: datetime) -> str:
    """Return `instant` in the form of our own fields: 2027-01-31T09:30:00Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def optional_rfc_3339(instant: datetime | None) -> str | None:
    """Return `instant` in the form of our own fields, None for never."""
    return None if instant is None else rfc_3339(instant)
