"""Straight way through a selection: Python written for it, for objects whose values are at hand.

Most objects of a list are alike: scalars, enums, and objects of those. The loop over fields asks of
each value again which of a dozen things it may be; the function that is written here asks only
whether it is the usual one, in a line for each field, and halts where it is not. As each field adds
one key to the answers, their number tells the loop where to go on, so nothing is read twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from keyword import iskeyword
from math import isfinite
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn, cast
from uuid import UUID

from graphql import Undefined

from compiled_execution.plain_types import PLAIN

Answers = dict[str, object]
Straight = Callable[[object, Answers], None]
Usual = tuple[tuple[str, str], ...]
_MOST_FIELDS: Final = 200  # a longer selection is rare, and long to compile
IS_THERE: Final = "PLAIN[type(found)] and found is not None"  # in a straight way's own text
_MOST_DEPTH: Final = 10  # Python nests twenty blocks at most; objects further down are called


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

    `usual` are tests in Python of `found`, each with the expression that writes what passes it;
    what they name in braces is in `known`. `lines` are the fields of an object.
    """

    write: Callable[[object], object]
    is_nullable: bool
    usual: Usual = ()
    known: Mapping[str, object] = MappingProxyType({})
    lines: "Sequence[Line]" = ()


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
    if _count(lines) > _MOST_FIELDS:
        return None
    names: dict[str, object] = dict(_NAMES)
    text = ["def straight(source0, answers0):", *_within(_Block(names).fields(lines, 0))]
    exec("\n".join(text), names)  # noqa: S102 - of nothing but words that GraphQL allows
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


@dataclass(slots=True)
class _Block:
    """The text of a straight way, and the names in it of what it uses.

    Fields of an object that is `depth` objects deep are read from `source{depth}`, and answered in
    `answers{depth}`.
    """

    names: dict[str, object]

    def fields(self, lines: Iterable[Line], depth: int) -> Iterator[str]:
        """Yield the text for an object's fields."""
        yield "pass  # of a selection that skips all its fields"
        for line in lines:
            yield f"found = {self._reading(line, depth)}"
            if line.completion is None:
                yield f"answers{depth}[{line.key!r}] = found"
            elif line.completion.lines and depth < _MOST_DEPTH:
                yield from self._object(line.key, line.completion, depth)
            else:
                yield f"answers{depth}[{line.key!r}] = {self._written(line.completion)}"

    def _object(self, key: str, completion: Completion, depth: int) -> Iterator[str]:
        """Yield the text for a field that is an object, in the place of a call for each."""
        inner = depth + 1
        if completion.is_nullable:
            yield "if found is None:"
            yield f"    answers{depth}[{key!r}] = None"
            yield f"elif {IS_THERE}:"
        else:
            yield f"if {IS_THERE}:"
        yield f"    source{inner}, answers{inner} = found, {{}}"
        yield "    try:"
        yield from _within(_within(self.fields(completion.lines, inner)))
        yield "    except Exception as reason:"
        yield f"        raise HaltedWithin(source{inner}, answers{inner}, reason) from None"
        yield f"    answers{depth}[{key!r}] = answers{inner}"
        yield "else:"
        yield "    halt(found)"

    def _reading(self, line: Line, depth: int) -> str:
        name = line.attribute
        if name is not None and name.isidentifier() and not iskeyword(name):
            return f"source{depth}.{name}"
        return f"{self._name('read', line.read)}(source{depth})"

    def _written(self, completion: Completion) -> str:
        """Return the expression for what is written of `found`, which halts for want of one."""
        known = {word: self._name(word, value) for word, value in completion.known.items()}
        usual = [("found is None", "None")] if completion.is_nullable else []
        usual += [(test.format(**known), text.format(**known)) for test, text in completion.usual]
        usual.append((IS_THERE, f"{self._name('write', completion.write)}(found)"))
        return "".join(f"{text} if {test} else " for test, text in usual) + "halt(found)"

    def _name(self, word: str, value: object) -> str:
        name = f"{word}_{len(self.names)}"
        self.names[name] = value
        return name


def _count(lines: Iterable[Line]) -> int:
    """Return how many fields there are, with those of objects."""
    return sum(1 + _count(line.completion.lines if line.completion else ()) for line in lines)


def _within(text: Iterable[str]) -> Iterator[str]:
    """Yield a block's text, one level further in."""
    return (f"    {line}" for line in text)


def _halt(found: object) -> NoReturn:
    raise Halted(found)


_NAMES: Final[Mapping[str, object]] = {
    "PLAIN": PLAIN,
    "halt": _halt,
    "HaltedWithin": HaltedWithin,
    "isfinite": isfinite,
    "Decimal": Decimal,
    "Enum": Enum,
    "Undefined": Undefined,
    "UUID": UUID,
}
