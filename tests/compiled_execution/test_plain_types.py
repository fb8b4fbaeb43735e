"""Classes whose values need no look, and those that decide for themselves."""

from asyncio import Future
from collections.abc import Generator
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple
from uuid import UUID

import pytest

from compiled_execution.plain_types import PlainTypes


class Pair(NamedTuple):
    """A tuple of its own class."""

    one: int
    two: int


class Colour(Enum):
    """An enumeration, whose class makes attributes up, but not its members."""

    RED = "red"


class Later:
    """A value that is awaited."""

    def __await__(self) -> Generator[None, None, int]:
        """Return 1."""
        yield
        return 1


class MadeUp:
    """A class that makes its attributes up."""

    def __getattr__(self, name: str) -> str:
        """Return the name."""
        return name


class Watching:
    """A class that decides about each look."""

    def __getattribute__(self, name: str) -> object:
        """Look the name up."""
        return super().__getattribute__(name)


@pytest.mark.parametrize(
    "value",
    [
        "text",
        1,
        True,
        1.5,
        None,
        [],
        {},
        (),
        Decimal(1),
        datetime.now(UTC),
        UUID(int=1),
        Pair(1, 2),
        Colour.RED,
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_of_built_in_classes_are_plain(value: object) -> None:
    assert PlainTypes()[type(value)]


@pytest.mark.parametrize(
    "kind", [Later, Future, MadeUp, Watching, ValueError], ids=lambda kind: kind.__name__
)
def test_values_that_may_be_awaited_or_raised_are_not_plain(kind: type) -> None:
    assert not PlainTypes()[kind]
