"""The audit log: every admin command, with who gave it and with what (R12.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import cast
from uuid import UUID

import orjson
from tortoise.expressions import Q

from models.rows.inserts import insert_rows, new_row
from models.tables.operation import AuditEntry as AuditEntryRow
from services.command.caller import Caller
from services.command.erasable import erasable
from services.command.identifiers import new_id
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import NEWEST_FIRST, list_page
from services.rules.basics.limits import is_text

JsonValue = bool | int | str | list["JsonValue"] | dict[str, "JsonValue"] | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A command as it was given: `action` is the mutation's name, `target` the id it is about.

    Erased details are empty ones.
    """

    id: UUID
    actor: str
    action: str
    target: str | None
    details: JsonValue
    created_at: datetime


async def record(
    *,
    action: str,
    target: str | None,
    details: Mapping[str, object],
    caller: Caller,
    now: datetime,
) -> None:
    """Write a command into the audit log, in the transaction that carries it out.

    `details` is the command's input, kept as the API writes it: names in camelCase, decimals and
    instants as text.
    """
    erasable_details = erasable(orjson.dumps(_to_json(details)).decode())
    entry = new_row(
        AuditEntryRow,
        id=new_id(now),
        actor=caller.actor,
        action=action,
        target=target or "",
        details=erasable_details.text,
        details_salt=erasable_details.salt,
        details_hash=erasable_details.hash,
        created_at=now,
    )
    await insert_rows([entry])


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which commands are wanted; None is any. From `since` on, before `until`."""

    actor: str | None = None
    action: str | None = None
    target: str | None = None
    since: datetime | None = None
    until: datetime | None = None


_ALL = AuditFilter()
_LENGTHS = {"actor": 255, "action": 64, "target": 255}


async def list_audit_entries(page: PageRequest, wanted: AuditFilter = _ALL) -> Page[AuditEntry]:
    """List the audit log, newest first.

    Raises Invalid for an unknown cursor.
    """
    query = AuditEntryRow.filter(_condition(wanted))
    return (await list_page(query, page, NEWEST_FIRST)).map(_read)


def _condition(wanted: AuditFilter) -> Q:
    condition = Q()
    for column, longest in _LENGTHS.items():
        text = getattr(wanted, column)
        if text is not None:
            # What can't be in a row is in none: some of it no database would even compare.
            is_possible = is_text(text) and 0 < len(text) <= longest
            condition &= Q(**{column: text}) if is_possible else Q(id__in=[])
    if wanted.since is not None:
        condition &= Q(created_at__gte=wanted.since)
    if wanted.until is not None:
        condition &= Q(created_at__lt=wanted.until)
    return condition


def _read(row: AuditEntryRow) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        actor=row.actor,
        action=row.action,
        target=row.target or None,
        details=cast("JsonValue", {} if row.details is None else orjson.loads(row.details)),
        created_at=row.created_at,
    )


def _to_json(value: object) -> JsonValue:
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat()
        case None | bool() | int():
            return value
        case Mapping():
            return {_camel(str(key)): _to_json(part) for key, part in value.items()}
        case list() | tuple():
            return [_to_json(part) for part in value]
    return str(value)


@lru_cache(maxsize=1024)
def _camel(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda match: match[1].upper(), name)
