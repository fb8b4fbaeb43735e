"""Objects: of a type that is known, or of an interface or union whose objects say their types."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from graphql import (
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLOutputType,
    default_type_resolver,
)
from graphql.execution.executor import invalid_return_type_error
from graphql.pyutils import Path

from compiled_execution.place import Place, Running
from compiled_execution.straight import Answers, Completion, HaltedWithin, Line, Straight, entering
from compiled_execution.values import Value


class Selecting(Protocol):
    """What answers the fields that are selected of an object."""

    def execute(self, running: Running, path: Path | None, source: object) -> object:
        """Return the answer to each field by its key, or an awaitable of that."""

    def straight_way(self, *, at_once: bool = False) -> Straight | None:
        """Return the straight way through it, if there is one yet, or can be `at_once`."""

    def lines(self) -> Sequence[Line]:
        """Return the fields as lines of a straight way, those that have one yet."""

    def go_on(
        self,
        running: Running,
        path: Path | None,
        source: object,
        answers: Answers,
        reason: Exception,
    ) -> object:
        """Answer the rest of an object on which the straight way has ended."""


# Plans what is selected of objects of a type, in one place of the document.
Select = Callable[[Running, GraphQLObjectType, Place], Selecting]


class Object(Value):
    """Objects of a type that is known: `complete_object_value`."""

    __slots__ = ("kind", "select", "selection")

    def __init__(
        self, place: Place, kind: GraphQLOutputType, nullable: GraphQLObjectType, select: Select
    ) -> None:
        super().__init__(place, kind)
        self.kind = nullable
        self.select = select
        self.selection: Selecting | None = None

    def complete_present(self, running: Running, path: Path | None, value: object) -> object:
        """Answer what is selected of the object."""
        if self.kind.is_type_of is not None:
            is_type = self.kind.is_type_of(value, self.place.info(running, path))
            if running.is_awaitable(is_type):
                return self._complete_later(running, path, value, is_type)
            if not is_type:
                raise invalid_return_type_error(self.kind, value, self.place.details)
        # Planned when the first object is there, so that what is never reached costs nothing.
        selection = self.selection
        if selection is None:
            selection = self.selection = self.select(running, self.kind, self.place)
        return selection.execute(running, path, value)

    def straight_completion(self) -> Completion | None:
        """Return how objects are answered by the straight way through their own fields."""
        straight = self.straight_way(at_once=True)
        if straight is None:
            return None
        assert self.selection is not None, "it has a straight way"
        lines = self.selection.lines()
        return Completion(entering(straight), self.is_nullable, lines=lines)

    def straight_way(self, *, at_once: bool = False) -> Straight | None:
        """Return the straight way through the objects, if there is one yet."""
        if self.selection is None or self.kind.is_type_of is not None:
            return None
        return self.selection.straight_way(at_once=at_once)

    def go_on(self, running: Running, path: Path, halted: HaltedWithin) -> object:
        """Answer the rest of an object on which the straight way has ended."""
        assert self.selection is not None, "it had a straight way"
        return self.selection.go_on(running, path, halted.value, halted.answers, halted.reason)

    async def _complete_later(
        self, running: Running, path: Path | None, value: object, is_type: Awaitable[bool]
    ) -> object:
        if not await is_type:
            raise invalid_return_type_error(self.kind, value, self.place.details)
        if self.selection is None:
            self.selection = self.select(running, self.kind, self.place)
        answer = self.selection.execute(running, path, value)
        return await answer if running.is_awaitable(answer) else answer


class Abstract(Value):
    """Objects of an interface or union, whose types they say: `complete_abstract_value`."""

    __slots__ = ("kind", "objects", "select")

    def __init__(
        self, place: Place, kind: GraphQLOutputType, nullable: GraphQLAbstractType, select: Select
    ) -> None:
        super().__init__(place, kind)
        self.kind = nullable
        self.select = select
        self.objects: dict[GraphQLObjectType, Object] = {}

    def complete_present(self, running: Running, path: Path | None, value: object) -> object:
        """Find out which type the object has, and answer what is selected of it."""
        info = self.place.info(running, path)
        name = (self.kind.resolve_type or default_type_resolver)(value, info, self.kind)
        if running.is_awaitable(name):
            return self._complete_later(running, path, value, name)
        return self._object(running, path, value, name).complete_present(running, path, value)

    async def _complete_later(
        self, running: Running, path: Path | None, value: object, name: Awaitable[object]
    ) -> object:
        found = self._object(running, path, value, await name)
        answer = found.complete_present(running, path, value)
        return await answer if running.is_awaitable(answer) else answer

    def _object(self, running: Running, path: Path | None, value: object, name: object) -> Object:
        kind = running.ensure_valid_runtime_type(
            name, self.kind, self.place.details, self.place.info(running, path), value
        )
        found = self.objects.get(kind)
        if found is None:
            found = self.objects[kind] = Object(self.place, self.type, kind, self.select)
        return found
