"""Hash chain of an account: each entry's hash covers the entry and the hash before it (R17.1).

The canonical form is JSON on one line, in UTF-8, with its members in this order and nothing between
them: docs/proof.md says it for people who check statements. Change nothing here: a form of its own
has to come with a `form` of its own.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import orjson

FORM = 1
NO_ENTRY = bytes(32)  # what stands for the hash before an account's first entry

Columns = Mapping[str, object]

_UTC = "+00:00"
_OCTETS = (bytes, memoryview)  # a union would be made for each row


def entry_hash(before: bytes, canonical: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 of the hash before it and its canonical form."""
    return hashlib.sha256(before + canonical).digest()


def canonical_entry(
    entry: Columns, lots: Iterable[Columns], allocations: Iterable[Columns]
) -> bytes:
    """Return what is hashed of an entry, the lots that it opens and its allocations.

    From their columns as either database answers them. What was not written by Guerdon in this way
    (an instant without its offset, a truth that is 3) is taken as it is and so has another hash.
    """
    return orjson.dumps(
        {
            "form": FORM,
            "customerId": entry["customer_id"],
            "accountId": str(entry["account_id"]),
            "websiteCode": entry["website_code"],
            "sequence": entry["sequence"],
            "id": str(entry["id"]),
            "reason": entry["reason"],
            "points": entry["points"],
            "balance": entry["balance"],
            "debtChange": entry["debt_change"],
            "shortfall": entry["shortfall"],
            "currency": entry["currency"],
            "amountE4": entry["amount_e4"],
            "amountBalanceE4": entry["amount_balance_e4"],
            "ratePoints": entry["rate_points"],
            "rateAmountE4": entry["rate_amount_e4"],
            "rateCurrency": entry["rate_currency"],
            "rateDirection": entry["rate_direction"],
            "ratePriority": entry["rate_priority"],
            "label": entry["label"],
            "commentHash": _hex(entry["comment_hash"]),
            "actor": entry["actor"],
            "orderId": entry["order_id"],
            "createdAt": _instant(entry["created_at"]),
            "recordedAt": _instant(entry["recorded_at"]),
            "lots": _in_order(_lot, lots, key=_first),
            "allocations": _in_order(_allocation, allocations, key=_place),
        },
        option=orjson.OPT_UTC_Z,
    )


def _in_order(
    parts_of: Callable[[Columns], list[object]],
    rows: Iterable[Columns],
    *,
    key: Callable[[list[object]], str | tuple[int, str]],
) -> list[list[object]]:
    """Return the parts of rows by their key; most entries have one row at most."""
    parts = [parts_of(row) for row in rows]
    if len(parts) > 1:
        parts.sort(key=key)
    return parts


def _lot(lot: Columns) -> list[object]:
    """Return a lot's parts; the lot that its points come from is a further one (R12.5)."""
    return [
        str(lot["id"]),
        lot["points"],
        lot["kind"],
        _instant(lot["created_at"]),
        _instant(lot["static_expires_at"]),
        _truth(lot["has_explicit_expiry"]),
        *([str(origin)] if (origin := lot.get("origin_lot_id")) else []),
    ]


def _allocation(allocation: Columns) -> list[object]:
    return [
        allocation["position"],
        str(allocation["id"]),
        str(allocation["lot_id"]),
        allocation["points"],
    ]


def _first(parts: list[object]) -> str:
    return str(parts[0])


def _place(parts: list[object]) -> tuple[int, str]:
    position, identifier, *_ = parts
    return (position if isinstance(position, int) else -1, str(identifier))


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, _OCTETS) else value


def _instant(value: object) -> object:
    """Write an instant as RFC 3339 in UTC: `2026-11-29T13:05:00Z`, six digits where not all are 0.

    SQLite's text of one is taken apart, not parsed: it is as strict as a comparison of bytes.
    """
    if isinstance(value, datetime):  # JSON's own writing of it is the same, and faster
        return value if value.tzinfo is UTC else value.astimezone(UTC)
    if isinstance(value, str) and value[10:11] == " " and value.endswith(_UTC):
        return f"{value[:10]}T{value[11:].removesuffix(_UTC)}Z"
    return value


def _truth(value: object) -> object:
    if isinstance(value, bool) or value not in {0, 1}:
        return value
    return bool(value)
