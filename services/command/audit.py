"""The audit log: every admin command, with who gave it and with what (R12.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

import orjson

from models.operation import AuditEntry as AuditEntryRow
from models.row_inserts import insert_rows
from services.command.caller import Caller
from services.command.cursor_page import Page, PageRequest
from services.command.erasable import erasable
from services.command.identifiers import new_id
from services.command.listing import NEWEST_FIRST, list_page

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
    entry = AuditEntryRow(
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


async def list_audit_entries(page: PageRequest) -> Page[AuditEntry]:
    """List the audit log, newest first.

    Raises Invalid for an unknown cursor.
    """
    return (await list_page(AuditEntryRow.all(), page, NEWEST_FIRST)).map(_read)


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


def _camel(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda match: match[1].upper(), name)
