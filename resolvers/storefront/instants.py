"""Timestamps as the storefront writes them, all in UTC."""

from datetime import UTC, datetime

_TO_THE_SECOND = len("2027-01-31 09:30:00")


def adobe_timestamp(instant: datetime) -> str:
    """Return `instant` in the form of Adobe Commerce's fields: 2027-01-31 09:30:00, in UTC."""
    return instant.astimezone(UTC).isoformat(" ")[:_TO_THE_SECOND]


def rfc_3339(instant: datetime) -> str:
    """Return `instant` in the form of our own fields: 2027-01-31T09:30:00Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def optional_rfc_3339(instant: datetime | None) -> str | None:
    """Return `instant` in the form of our own fields, None for never."""
    return None if instant is None else rfc_3339(instant)
