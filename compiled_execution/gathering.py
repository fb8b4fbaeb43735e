"""Gathering of answers that are awaited, in an object or a list."""

from collections.abc import Awaitable, Sequence
from typing import Protocol, TypeVar, cast

from graphql.pyutils import gather_with_cancel

_Place_contra = TypeVar("_Place_contra", contravariant=True)


class _Answers(Protocol[_Place_contra]):
    """Answers by their keys or indices."""

    def __getitem__(self, place: _Place_contra, /) -> object: ...

    def __setitem__(self, place: _Place_contra, answer: object, /) -> None: ...


async def gathered(answers: _Answers[_Place_contra], awaited: Sequence[_Place_contra]) -> object:
    """Await the answers at these places, all at once, and put what they come to in their stead."""
    if len(awaited) == 1:
        (place,) = awaited
        answers[place] = await awaitable(answers[place])
        return answers
    found = await gather_with_cancel(*(awaitable(answers[place]) for place in awaited))
    for place, answer in zip(awaited, found, strict=True):
        answers[place] = answer
    return answers


def awaitable(answer: object) -> Awaitable[object]:
    """Return an answer that is known to be awaitable."""
    return cast("Awaitable[object]", answer)
