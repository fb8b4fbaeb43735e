"""Fields of a plan: how each is resolved, and the selections that they make up."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Sequence

from graphql import get_nullable_type
from graphql.pyutils import Path

from compiled_execution.arguments import ReadArguments
from compiled_execution.gathering import awaitable, gathered
from compiled_execution.leaves import class_written_as_it_is
from compiled_execution.place import Place, Running
from compiled_execution.plain_types import PLAIN
from compiled_execution.values import Value, complete_awaited

Answers = dict[str, object]


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

    def complete(self, running: Running, parent: Path | None, found: object) -> object:
        """Complete what was found, now or when it is there."""
        place, value = self.place, self.value
        if not PLAIN[type(found)] and running.is_awaitable(found):
            return complete_awaited(running, value, place.path(parent), found)
        answer = value.complete(running, place.path(parent) if value.needs_path else None, found)
        if not PLAIN[type(answer)] and running.is_awaitable(answer):
            return value.guard(running, place.path(parent), answer)
        return answer

    def fail(self, running: Running, parent: Path | None, error: Exception) -> None:
        """Answer null, or raise the error where null is not allowed."""
        self.value.fail(running, self.place.path(parent), error)


class AttributeField(Resolved):
    """A field that is an attribute of its source."""

    __slots__ = ("attribute", "same")

    def __init__(self, place: Place, value: Value, attribute: str) -> None:
        super().__init__(place, value)
        self.attribute = attribute
        self.same = class_written_as_it_is(get_nullable_type(value.type))

    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Read the attribute."""
        try:
            found = getattr(source, self.attribute)
            if type(found) is self.same:  # text as text: most of what is ever asked for
                return found
            return self.complete(running, parent, found)
        except Exception as error:  # noqa: BLE001 - a property may raise anything
            self.fail(running, parent, error)
            return None


class CallField(Resolved):
    """A field that is a function of its source."""

    __slots__ = ("function",)

    def __init__(self, place: Place, value: Value, function: Callable[[object], object]) -> None:
        super().__init__(place, value)
        self.function = function

    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Call the function."""
        try:
            return self.complete(running, parent, self.function(source))
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.fail(running, parent, error)
            return None


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
            return self.complete(running, parent, found)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            self.fail(running, parent, error)
            return None


class Selection:
    """What is selected of the objects of one type, in one place of the document."""

    __slots__ = ("fields",)

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)

    def execute(self, running: Running, path: Path | None, source: object) -> object:
        """Answer all fields, those that are awaited at once: `execute_fields`."""
        answers: Answers = {}
        awaited: list[str] = []
        try:
            for field in self.fields:
                answer = answers[field.key] = field.execute(running, path, source)
                if not PLAIN[type(answer)] and running.is_awaitable(answer):
                    awaited.append(field.key)
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
