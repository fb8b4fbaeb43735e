"""Keys made by the program: UUIDs of version 7, which sort by their time of making."""

import os
import struct
import threading
import uuid
from datetime import datetime

from models.database import identifier

_KEY = struct.Struct(">QQ")
_RANDOM = (1 << 62) - 1  # the bits of a key's second half that are
_VARIANT = 0b10 << 62
_NUMBERS = struct.Struct(
    ">512Q"
)  # drawn at once: asking the system for each costs more than all else


class _Randomness:
    """Random numbers of the system's, drawn for many keys at once; a fork draws its own."""

    def __init__(self) -> None:
        self.left: list[int] = []

    def forget(self) -> None:
        """Throw away what was drawn: the next key draws again."""
        self.left = []

    def take(self) -> int:
        """Return the next key's random number, of 64 bits."""
        if not self.left:
            self.left = list(_NUMBERS.unpack(os.urandom(_NUMBERS.size)))
        return self.left.pop()


class _LastTick:
    """The last millisecond and counter given out, so that keys of one process keep their order."""

    def __init__(self) -> None:
        self.milliseconds = 0
        self.counter = 0
        self.lock = threading.Lock()
        self._asked: datetime | None = None
        self._clock = 0

    def clock(self, now: datetime) -> int:
        """Return the milliseconds of `now`, which is the same for all keys of a command."""
        if now is not self._asked:
            self._asked, self._clock = now, int(now.timestamp() * 1000)
        return self._clock


_last = _LastTick()
_randomness = _Randomness()
os.register_at_fork(after_in_child=_randomness.forget)


def new_id(now: datetime) -> uuid.UUID:
    """Return a key for something made at `now`, larger than all this process has made before.

    The 12 bits after the milliseconds count the keys of one millisecond, which may run ahead of
    the clock; the rest is random, so that processes never meet. It is the driver's own UUID, which
    is made, hashed and written as text in a tenth of the time.
    """
    with _last.lock:
        milliseconds = max(_last.clock(now), _last.milliseconds)
        counter = _last.counter + 1 if milliseconds == _last.milliseconds else 0
        if counter >= 1 << 12:
            milliseconds, counter = milliseconds + 1, 0
        _last.milliseconds, _last.counter = milliseconds, counter
        number = _randomness.take()
    return identifier(_KEY.pack(milliseconds << 16 | 0x7000 | counter, number & _RANDOM | _VARIANT))


def first_id_of(at: datetime) -> uuid.UUID:
    """Return a key below all that were made for something at `at` or later."""
    return uuid.UUID(int=max(int(at.timestamp() * 1000) - 1, 0) << 80)


def reserve_millisecond(now: datetime) -> str:
    """Return the beginning of keys that SQL makes by itself: a millisecond that is theirs alone.

    Its 13 characters go before `-7`; all this process has made before is smaller, all it will make
    is larger.
    """
    with _last.lock:
        milliseconds = max(int(now.timestamp() * 1000), _last.milliseconds + 1)
        _last.milliseconds, _last.counter = milliseconds, 1 << 12
    digits = f"{milliseconds:012x}"
    return f"{digits[:8]}-{digits[8:]}"
