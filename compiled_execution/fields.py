"""Fields of a plan: how each is resolved, and the selections that they make up."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import NamedTuple

from graphql.pyutils import Path

from compiled_execution.arguments import ReadArguments
from compiled_execution.gathering import awaitable, gathered
from compiled_execution.leaves import Write
from compiled_execution.place import Place, Running, path_to
from compiled_execution.plain_types import PLAIN
from compiled_execution.values import Leaf, Value, complete_awaited

Answers = dict[str, object]
Read = Callable[[object], object]


class Field(ABC):
    """One field of an object, in one place: `execute_field`."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key

    @abstractmethod
    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Return the field's answer, or an awaitable of it. Raises what makes the object null."""


class Typename(Field):
    """`__typename`, which the plan knows."""

    __slots__ = ("name",)

    def __init__(self, place: Place) -> None:
        super().__init__(place.key)
        self.name = place.parent.name

    def execute(self, _running: Running, _parent: Path | None, _source: object) -> object:
        """Answer the name of the object's type."""
        return self.name


class Resolved(Field, ABC):
    """A field whose value somebody gives."""

    __slots__ = ("place", "value")

    def __init__(self, place: Place, value: Value) -> None:
        super().__init__(place.key)
        self.place = place
        self.value = value

    def finish(self, running: Running, parent: Path | None, found: object) -> object:
        """Complete what was found, now or when it is there, and answer for its errors."""
        value = self.value
        path = self.place.path(parent) if value.needs_path else None
        try:
            if PLAIN[type(found)] and found is not None:
                answer = value.complete_present(running, path, found)
            elif running.is_awaitable(found):
                return complete_awaited(running, value, self.place.path(parent), found)
            else:
                answer = value.complete(running, path, found)
            if not PLAIN[type(answer)] and running.is_awaitable(answer):
                return value.guard(running, self.place.path(parent), answer)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.fail(running, parent, error)
            return None
        return answer

    def fail(self, running: Running, parent: Path | None, error: Exception) -> None:
        """Answer null, or raise the error where null is not allowed."""
        self.value.fail(running, self.place.path(parent), error)


class ReadField(Resolved):
    """A field that is read from its source alone: an attribute of it, or a function."""

    __slots__ = ("read", "typename")

    def __init__(self, place: Place, value: Value, read: Read) -> None:
        super().__init__(place, value)
        self.read = read
        self.typename = place.parent.name

    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Read it, and go straight on with a value that is there."""
        path = path_to(parent, self.key, self.typename)
        try:
            found = self.read(source)
            is_there = PLAIN[type(found)] and found is not None
            answer = self.value.complete_present(running, path, found) if is_there else None
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.value.fail(running, path, error)
            return None
        if not is_there:
            return self.finish(running, parent, found)
        if not PLAIN[type(answer)] and running.is_awaitable(answer):
            return self.value.guard(running, path, answer)
        return answer


class InfoField(Resolved):
    """A field that is a function of its source, what is known of the request, and arguments."""

    __slots__ = ("arguments", "function")

    def __init__(
        self, place: Place, value: Value, function: Callable[..., object], arguments: ReadArguments
    ) -> None:
        super().__init__(place, value)
        self.function = function
        self.arguments = arguments

    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Call the function with all that a resolver may ask for."""
        try:
            info = self.place.info(running, self.place.path(parent))
            found = self.function(source, info, **self.arguments(running))
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.fail(running, parent, error)
            return None
        return self.finish(running, parent, found)


class _Step(NamedTuple):
    """How to answer one field: a leaf by what it is read and written with, others by themselves."""

    key: str
    field: Field
    leaf: tuple[Read, frozenset[type], Write, ReadField] | None


def _step(field: Field) -> _Step:
    leaf = None
    if isinstance(field, ReadField) and isinstance(field.value, Leaf):
        leaf = (field.read, field.value.as_it_is, field.value.write, field)
    return _Step(field.key, field, leaf)


class Selection:
    """What is selected of the objects of one type, in one place of the document."""

    __slots__ = ("fields", "steps")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self.steps = tuple(map(_step, fields))

    def execute(self, running: Running, path: Path | None, source: object) -> object:
        """Answer all fields, those that are awaited at once: `execute_fields`.

        Scalars and enums, which are most of what is ever asked for, are answered in the loop.
        """
        answers: Answers = {}
        awaited: list[str] = []
        try:
            for key, field, leaf in self.steps:
                if leaf is None:
                    answer = field.execute(running, path, source)
                else:
                    read, as_it_is, write, resolved = leaf
                    try:
                        answer = read(source)
                        kind = type(answer)
                        if kind in as_it_is:
                            answers[key] = answer
                            continue
                        if PLAIN[kind] and answer is not None:
                            answers[key] = write(answer)
                            continue
                    except Exception as error:  # noqa: BLE001 - a resolver may raise anything
                        resolved.fail(running, path, error)
                        answers[key] = None
                        continue
                    answer = resolved.finish(running, path, answer)
                answers[key] = answer
                if not PLAIN[type(answer)] and running.is_awaitable(answer):
                    awaited.append(key)
        except Exception:
            if awaited:
                running.settle_in_background([awaitable(answers[key]) for key in awaited])
            raise
        return gathered(answers, awaited) if awaited else answers

    def execute_serially(self, running: Running, source: object) -> object:
        """Answer one field after the other: `execute_fields_serially`."""
        answers: Answers = {}
        fields = iter(self.fields)
        for field in fields:
            answer = field.execute(running, None, source)
            if running.is_awaitable(answer):
                return _go_on(running, source, answers, field.key, answer, fields)
            answers[field.key] = answer
        return answers


async def _go_on(
    running: Running,
    source: object,
    answers: Answers,
    key: str,
    answer: Awaitable[object],
    fields: Iterator[Field],
) -> Answers:
    answers[key] = await answer
    for field in fields:
        found = field.execute(running, None, source)
        answers[field.key] = await found if running.is_awaitable(found) else found
    return answers
