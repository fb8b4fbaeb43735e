"""Answer of a webhook's receiver, or why there was none (R16.1)."""

from dataclasses import dataclass


class NotSent(Exception):
    """A webhook that got no answer, and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver has answered."""

    status: int
    retry_after: str | None = None
