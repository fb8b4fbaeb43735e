"""Values of fields: how what a resolver returns becomes what the client is sent.

Each class completes values of one kind of type as the method of graphql-core that is named in it.
What is rare is handed to that method itself: everything but lists and tuples as a list.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol, cast

from graphql import (
    GraphQLAbstractType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    default_type_resolver,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.executor import collect_iterator_awaitables, invalid_return_type_error
from graphql.pyutils import Path, gather_with_cancel

from compiled_execution.leaves import leaf_writer
from compiled_execution.place import Place, Running
from compiled_execution.plain_types import PLAIN


class Selecting(Protocol):
    """What answers the fields that are selected of an object."""

    def execute(self, running: Running, path: Path | None, source: object) -> object:
        """Return the answer to each field by its key, or an awaitable of that."""


# Plans what is selected of objects of a type, in one place of the document.
Select = Callable[[Running, GraphQLObjectType, Place], Selecting]


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

    __slots__ = ("write",)

    needs_path = False

    def __init__(self, place: Place, kind: GraphQLOutputType, nullable: GraphQLLeafType) -> None:
        super().__init__(place, kind)
        self.write = leaf_writer(nullable)

    def complete_present(self, _running: Running, _path: Path | None, value: object) -> object:
        """Write the value."""
        return self.write(value)


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


class List(Value):
    """Lists: `complete_list_value`."""

    __slots__ = ("item", "kind")

    def __init__(
        self,
        place: Place,
        kind: GraphQLOutputType,
        nullable: GraphQLList[GraphQLOutputType],
        select: Select,
    ) -> None:
        super().__init__(place, kind)
        self.kind = nullable
        self.item = value_of(place, nullable.of_type, select)

    def complete_present(self, running: Running, path: Path | None, value: object) -> object:
        """Complete each item; those that are awaited, at once."""
        assert path is not None, "a list is in a field"
        if type(value) is not list and type(value) is not tuple:
            place = self.place
            info = place.info(running, path)
            return running.complete_list_value(
                self.kind, place.details, info, path, cast("Iterable[object]", value), None
            )
        items = iter(value)
        answers: list[object] = []
        awaited: list[int] = []
        try:
            for item in items:
                answer = self._answer(running, Path(path, len(answers), None), item)
                if not PLAIN[type(answer)] and running.is_awaitable(answer):
                    awaited.append(len(answers))
                answers.append(answer)
        except Exception:
            orphans = [cast("Awaitable[object]", answers[index]) for index in awaited]
            orphans += collect_iterator_awaitables(items, running.is_awaitable)
            if orphans:
                running.settle_in_background(orphans)
            raise
        return _gathered(answers, awaited) if awaited else answers

    def _answer(self, running: Running, path: Path, item: object) -> object:
        """Complete an item, or an awaitable of one: `complete_list_item_value`."""
        value = self.item
        if not PLAIN[type(item)] and running.is_awaitable(item):
            return complete_awaited(running, value, path, item)
        try:
            answer = value.complete(running, path, item)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            value.fail(running, path, error)
            return None
        if not PLAIN[type(answer)] and running.is_awaitable(answer):
            return value.guard(running, path, answer)
        return answer


async def _gathered(answers: list[object], awaited: list[int]) -> list[object]:
    """Await the answers at these indices, all at once."""
    if len(awaited) == 1:
        answers[awaited[0]] = await cast("Awaitable[object]", answers[awaited[0]])
        return answers
    found = await gather_with_cancel(
        *(cast("Awaitable[object]", answers[index]) for index in awaited)
    )
    for index, answer in zip(awaited, found, strict=True):
        answers[index] = answer
    return answers


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


def value_of(place: Place, kind: GraphQLOutputType, select: Select) -> Value:
    """Return how values of a type are completed in a place."""
    nullable = get_nullable_type(kind)
    if is_list_type(nullable):
        return List(place, kind, nullable, select)
    if is_leaf_type(nullable):
        return Leaf(place, kind, nullable)
    if is_abstract_type(nullable):
        return Abstract(place, kind, nullable, select)
    return Object(place, kind, cast("GraphQLObjectType", nullable), select)
