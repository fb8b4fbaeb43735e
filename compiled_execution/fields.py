"""Fields of a plan: how each is resolved, and the selections that they make up."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Sequence
from math import inf
from typing import Final, NamedTuple

from graphql.pyutils import Path

from compiled_execution.arguments import ReadArguments
from compiled_execution.gathering import awaitable, gathered
from compiled_execution.leaves import Write
from compiled_execution.objects import Object
from compiled_execution.place import Place, Running, path_to
from compiled_execution.plain_types import PLAIN
from compiled_execution.straight import (
    Answers,
    Halted,
    HaltedWithin,
    Line,
    Straight,
    is_of_no_use,
    straight_way,
)
from compiled_execution.values import Leaf, Value, complete_awaited

Read = Callable[[object], object]
_USES_BEFORE_STRAIGHT: Final = 50  # writing and compiling the way costs as much as


class Field(ABC):
    """One field of an object, in one place: `execute_field`."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key

    @abstractmethod
    def execute(self, running: Running, parent: Path | None, source: object) -> object:
        """Return the field's answer, or an awaitable of it. Raises what makes the object null."""

    def line(self) -> Line | None:
        """Return the field as a line of a straight way, None where there is no such line yet."""
        return None


class Typename(Field):
    """`__typename`, which the plan knows."""

    __slots__ = ("name",)

    def __init__(self, place: Place) -> None:
        super().__init__(place.key)
        self.name = place.parent.name

    def execute(self, _running: Running, _parent: Path | None, _source: object) -> object:
        """Answer the name of the object's type."""
        return self.name

    def line(self) -> Line:
        """Return the field as a line of a straight way."""
        return Line(self.key, lambda _: self.name)


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

    __slots__ = ("attribute", "read", "typename")

    def __init__(
        self, place: Place, value: Value, read: Read, attribute: str | None = None
    ) -> None:
        super().__init__(place, value)
        self.read = read
        self.attribute = attribute
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

    def line(self) -> Line | None:
        """Return the field as a line of a straight way."""
        completion = self.value.straight_completion()
        if completion is None:
            return None
        return Line(self.key, self.read, self.attribute, completion)

    def go_on(self, running: Running, parent: Path | None, halted: Halted) -> object:
        """Answer the field, for whose value the straight way had nothing."""
        if not isinstance(halted, HaltedWithin):
            return self.finish(running, parent, halted.value)
        value, path = self.value, self.place.path(parent)
        assert isinstance(value, Object), "nothing else has fields"
        try:
            answer = value.go_on(running, path, halted)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            value.fail(running, path, error)
            return None
        if running.is_awaitable(answer):
            return value.guard(running, path, answer)
        return answer


class HaltedField(Field):
    """A field of one object, at which the straight way has ended."""

    __slots__ = ("field", "reason")

    def __init__(self, field: Field, reason: Exception) -> None:
        super().__init__(field.key)
        assert isinstance(field, ReadField), "nothing else ends it"
        self.field = field
        self.reason = reason

    def execute(self, running: Running, parent: Path | None, _source: object) -> object:
        """Answer for the value that was found, or for the error."""
        if isinstance(self.reason, Halted):
            return self.field.go_on(running, parent, self.reason)
        self.field.fail(running, parent, self.reason)
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

    __slots__ = ("_straight", "_uses", "_uses_before_straight", "fields", "steps")

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self.steps = tuple(map(_step, fields))
        self._straight: Straight | None = None
        self._uses = 0
        self._uses_before_straight: float = _USES_BEFORE_STRAIGHT

    def straight_way(self, *, at_once: bool = False) -> Straight | None:
        """Return the straight way through the fields, if there is one.

        It is made when the selection has been used often enough, or `at_once`. Where a field has
        no line yet, because no object was found below it, that is tried again later.
        """
        if self._straight is None and (at_once or self._uses >= self._uses_before_straight):
            lines = self.lines()
            if len(lines) == len(self.fields):
                self._straight = straight_way(lines)
            self._uses_before_straight = max(2 * self._uses, _USES_BEFORE_STRAIGHT)
        return self._straight

    def lines(self) -> Sequence[Line]:
        """Return the fields as lines of a straight way, those that have one yet."""
        return [line for field in self.fields if (line := field.line()) is not None]

    def execute(self, running: Running, path: Path | None, source: object) -> object:
        """Answer all fields, those that are awaited at once: `execute_fields`."""
        answers: Answers = {}
        straight = self._straight
        if straight is None:
            self._uses += 1
            return self._execute(running, path, source, answers, self.steps)
        try:
            straight(source, answers)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            reason = error
        else:
            return answers
        return self.go_on(running, path, source, answers, reason)

    def go_on(
        self,
        running: Running,
        path: Path | None,
        source: object,
        answers: Answers,
        reason: Exception,
    ) -> object:
        """Answer the rest of an object, from the field at which the straight way has ended."""
        if is_of_no_use(reason):
            self._straight, self._uses_before_straight = None, inf
        halted, *rest = self.steps[len(answers) :]
        steps = (_step(HaltedField(halted.field, reason)), *rest)
        return self._execute(running, path, source, answers, steps)

    def _execute(
        self,
        running: Running,
        path: Path | None,
        source: object,
        answers: Answers,
        steps: Sequence[_Step],
    ) -> object:
        """Go through the steps one by one.

        Scalars and enums, which are most of what is ever asked for, are answered in the loop.
        """
        awaited: list[str] = []
        try:
            for key, field, leaf in steps:
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
