"""Values of fields: how what a resolver returns becomes what the client is sent.

Each class completes values of one kind of type as the method of graphql-core that is named in it:
`Leaf` here, `Object` and `Abstract` in objects.py, `List` in lists.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable

from graphql import GraphQLLeafType, GraphQLOutputType, Undefined, is_non_null_type
from graphql.pyutils import Path

from compiled_execution.leaves import (
    classes_written_as_they_are,
    leaf_completion,
    leaf_writer,
)
from compiled_execution.place import Place, Running
from compiled_execution.plain_types import PLAIN
from compiled_execution.straight import Completion


class Value(ABC):
    """Values of one type in one place: `complete_value`."""

    __slots__ = ("is_nullable", "place", "type")

    needs_path = True

    def __init__(self, place: Place, kind: GraphQLOutputType) -> None:
        self.place = place
        self.type = kind
        self.is_nullable = not is_non_null_type(kind)

    def complete(self, running: Running, path: Path | None, value: object) -> object:
        """Return what is sent for `value`, or an awaitable of that. Raises what makes it null."""
        if value is None or value is Undefined:
            if self.is_nullable:
                return None
            place = self.place
            raise TypeError(
                f"Cannot return null for non-nullable field {place.parent}.{place.node.name.value}."
            )
        if isinstance(value, Exception):
            raise value
        return self.complete_present(running, path, value)

    @abstractmethod
    def complete_present(self, running: Running, path: Path | None, value: object) -> object:
        """Return what is sent for a value that is there."""

    def straight_completion(self) -> Completion | None:
        """Return how usual values are written on a straight way, None where there is none yet."""
        return None

    def fail(self, running: Running, path: Path, error: Exception) -> None:
        """Note the error, which makes this value null, or raise it where null is not allowed."""
        running.handle_field_error(error, self.type, self.place.details, path)

    async def guard(self, running: Running, path: Path, value: Awaitable[object]) -> object:
        """Await a value that is half complete, and answer for its errors."""
        try:
            return await value
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.fail(running, path, error)
            return None


class Leaf(Value):
    """Scalars and enum values: `complete_leaf_value`."""

    __slots__ = ("as_it_is", "kind", "write")

    needs_path = False

    def __init__(self, place: Place, kind: GraphQLOutputType, nullable: GraphQLLeafType) -> None:
        super().__init__(place, kind)
        self.write = leaf_writer(nullable)
        self.kind = nullable
        self.as_it_is = classes_written_as_they_are(nullable, is_nullable=self.is_nullable)

    def complete_present(self, _running: Running, _path: Path | None, value: object) -> object:
        """Write the value."""
        return self.write(value)

    def straight_completion(self) -> Completion:
        """Return how usual values are written, and what writes others."""
        return leaf_completion(self.kind, is_nullable=self.is_nullable)


async def complete_awaited(
    running: Running, value: Value, path: Path, awaitable: Awaitable[object]
) -> object:
    """Await what a resolver returned, and complete it: `complete_awaitable_value`."""
    try:
        answer = value.complete(running, path, await awaitable)
        if not PLAIN[type(answer)] and running.is_awaitable(answer):
            answer = await answer
    except Exception as error:  # noqa: BLE001 - a resolver may raise anything
        value.fail(running, path, error)
        return None
    return answer
