"""Straight way through a selection: Python written for it, for objects whose values are at hand.

Most objects of a list are alike: scalars, enums, and objects of those. The loop over fields asks of
each value again which of a dozen things it may be; the function that is written here asks only
whether it is the usual one, in a line for each field, and halts where it is not. As each field adds
one key to the answers, their number tells the loop where to go on, so nothing is read twice.
"""

from collections.abc import Callable, Iterable, Sequence
from keyword import iskeyword
from math import isfinite
from typing import Final, NamedTuple, NoReturn, cast

from compiled_execution.plain_types import PLAIN

Answers = dict[str, object]
Straight = Callable[[object, Answers], None]
_MOST_FIELDS: Final = 200  # a longer selection is rare, and long to compile


class Halted(Exception):
    """Says that a value is not the usual one: null where that is an error, awaited, or the like."""

    def __init__(self, value: object) -> None:
        self.value = value


class HaltedWithin(Halted):
    """Says that the way has ended within an object, the first of whose fields are answered."""

    def __init__(self, value: object, answers: Answers, reason: Exception) -> None:
        super().__init__(value)
        self.answers = answers
        self.reason = reason


class Completion(NamedTuple):
    """How the values of a field are written that are there; others halt, but for an allowed null.

    `usual` are tests in Python of `found`, each with the expression that writes what passes it.
    """

    write: Callable[[object], object]
    is_nullable: bool
    usual: tuple[tuple[str, str], ...] = ()


class Line(NamedTuple):
    """A field of a straight way: its key, how it is read, and how its value is completed.

    `attribute` is its name if that is all there is to reading it. Without a completion, `read`
    answers what is sent.
    """

    key: str
    read: Callable[[object], object]
    attribute: str | None = None
    completion: Completion | None = None


def straight_way(lines: Iterable[Line]) -> Straight | None:
    """Return the function that answers these fields, None if there are too many."""
    lines = list(lines)
    if len(lines) > _MOST_FIELDS:
        return None
    names: dict[str, object] = {"PLAIN": PLAIN, "halt": _halt, "isfinite": isfinite}
    text = ["def straight(source, answers):", "pass  # of a selection that skips all its fields"]
    for number, line in enumerate(lines):
        text += [f"found = {_reading(line, number, names)}", _answer(line, number, names)]
    exec("\n    ".join(text), names)  # noqa: S102 - of nothing but words that GraphQL allows
    return cast("Straight", names.pop("straight"))  # else the names would hold it, and it them


def entering(straight: Straight) -> Callable[[object], object]:
    """Return what answers an object by the straight way through its fields."""

    def enter(found: object) -> object:
        answers: Answers = {}
        try:
            straight(found, answers)
        except Exception as reason:  # noqa: BLE001 - a resolver may raise anything
            raise HaltedWithin(found, answers, reason) from None
        return answers

    return enter


def go_straight(
    straight: Straight, items: Sequence[object], answers: list[object]
) -> Sequence[object]:
    """Answer objects one after the other; return those that are left where that ends early.

    The first of them is a HaltedWithin where some of its fields are answered.
    """
    for number, item in enumerate(items):
        if not PLAIN[type(item)] or item is None:
            return items[number:]
        answer: Answers = {}
        try:
            straight(item, answer)
        except Exception as reason:  # noqa: BLE001 - a resolver may raise anything
            return [HaltedWithin(item, answer, reason), *items[number + 1 :]]
        answers.append(answer)
    return ()


def is_of_no_use(reason: Exception) -> bool:
    """Test whether objects of this kind halt again: an error is rare, what is awaited always is."""
    while isinstance(reason, HaltedWithin):
        reason = reason.reason
    return isinstance(reason, Halted) and not PLAIN[type(reason.value)]


def _reading(line: Line, number: int, names: dict[str, object]) -> str:
    name = line.attribute
    if name is not None and name.isidentifier() and not iskeyword(name):
        return f"source.{name}"
    names[f"read{number}"] = line.read
    return f"read{number}(source)"


def _answer(line: Line, number: int, names: dict[str, object]) -> str:
    place = f"answers[{line.key!r}]"
    completion = line.completion
    if completion is None:
        return f"{place} = found"
    names[f"write{number}"] = completion.write
    usual = [("found is None", "None")] if completion.is_nullable else []
    usual += [
        *completion.usual,
        ("PLAIN[type(found)] and found is not None", f"write{number}(found)"),
    ]
    tests = "".join(f"{answer} if {test} else " for test, answer in usual)
    return f"{place} = {tests}halt(found)"


def _halt(found: object) -> NoReturn:
    raise Halted(found)
