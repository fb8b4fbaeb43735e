"""Reads of many rows by statements of ours, which the ORM would take long to put together."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from tortoise.models import Model

from models.database import fetch

M = TypeVar("M", bound=Model)


async def read_rows(model: type[M], sql: str, values: Sequence[object]) -> list[M]:
    """Return the rows that a SELECT of all columns finds."""
    return [model._init_from_db(**row) for row in await fetch(sql, values)]  # noqa: SLF001 - as the ORM reads its own


def marks(values: Collection[object]) -> str:
    """Return the marks of a list of values in SQL."""
    return ", ".join("?" * len(values))
