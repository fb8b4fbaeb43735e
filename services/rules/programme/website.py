"""A website of the shop (R1.1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Website:
    """A website: its prices are in `base_currency` (ISO 4217), its days in `time_zone` (IANA).

    Points on a deleted one are orphans (R1.5).
    """

    code: str
    name: str
    base_currency: str
    time_zone: str
    is_default: bool
    is_deleted: bool = False
