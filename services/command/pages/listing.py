"""Lists read from the database, a page at a time, each in the order its cursors continue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast
from uuid import UUID

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from services.command.pages.cursor_page import Page, PageRequest, decode_cursor, make_page
from services.rules.basics.limits import check_id, check_name

Row = TypeVar("Row", bound=Model)


def as_id(text: str) -> str:
    """Read an id of the shop's own from a cursor."""
    check_id(text, path=("after",))
    return text


def as_sku(text: str) -> str:
    """Read a product's sku from a cursor."""
    check_name(text, path=("after",))
    return text


def as_instant(text: str) -> datetime:
    """Read an instant from a cursor, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a list is sorted by: columns that together tell its rows apart, and how to read them.

    All columns rise or, `newest_first`, all fall.
    """

    columns: Mapping[str, Callable[[str], object]]
    newest_first: bool = False

    @property
    def order(self) -> list[str]:
        """The columns as a query's `order_by` takes them."""
        return [f"-{column}" if self.newest_first else column for column in self.columns]

    def position(self, row: Model) -> list[str]:
        """Return the row's place in the list, as a cursor holds it."""
        return [_text(getattr(row, column)) for column in self.columns]

    def behind(self, position: Sequence[object]) -> Q:
        """Return the condition of all that comes after a place."""
        beyond = "lt" if self.newest_first else "gt"
        places = list(zip(self.columns, position, strict=True))
        tied_until_there = (
            _all({**dict(places[:index]), f"{column}__{beyond}": value})
            for index, (column, value) in enumerate(places)
        )
        return Q(*tied_until_there, join_type=Q.OR)


OLDEST_FIRST = Sorting({"id": UUID})
NEWEST_FIRST = Sorting({"id": UUID}, newest_first=True)


async def list_page(query: QuerySet[Row], request: PageRequest, sorting: Sorting) -> Page[Row]:
    """Return a page of what `query` finds, and count all of it, in two statements.

    Raises Invalid, path ("after",), for a cursor of another list.
    """
    rows = query.order_by(*sorting.order).limit(request.first + 1)
    name = query.model._meta.db_table  # noqa: SLF001 - tortoise's own name for it
    if request.after is not None:
        place = decode_cursor(request.after, name, *sorting.columns.values())
        rows = rows.filter(sorting.behind(place))
    return make_page(
        await rows,
        request,
        of=name,
        position=sorting.position,
        total_count=await query.count(),
    )


def given(columns: Mapping[str, object]) -> dict[str, object]:
    """Return the columns that a list is narrowed by; None is any."""
    return {column: value for column, value in columns.items() if value is not None}


def _all(conditions: Mapping[str, object]) -> Q:
    return Q(**cast("dict[str, str]", conditions))  # any values: only Q's own `join_type` is text


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
