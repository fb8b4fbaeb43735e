"""Keys made by the program: UUIDs of version 7, which sort by their time of making."""

import os
import threading
import uuid
from datetime import datetime

from models.database import identifier

_RANDOM_BITS = 62
_RANDOM_BYTES = 8  # of a key
_DRAWN_AT_ONCE = 512  # keys: asking the system for each costs more than all else


class _Randomness:
    """Random bytes of the system's, drawn for many keys at once; a fork draws its own."""

    def __init__(self) -> None:
        self.kept = b""
        self.used = 0

    def forget(self) -> None:
        """Draw anew for the next key."""
        self.kept, self.used = b"", 0

    def take(self) -> int:
        """Return the next key's random number."""
        if self.used >= len(self.kept):
            self.kept, self.used = os.urandom(_RANDOM_BYTES * _DRAWN_AT_ONCE), 0
        begin, self.used = self.used, self.used + _RANDOM_BYTES
        return int.from_bytes(self.kept[begin : self.used]) & ((1 << _RANDOM_BITS) - 1)


class _LastTick:
    """The last millisecond and counter given out, so that keys of one process keep their order."""

    def __init__(self) -> None:
        self.milliseconds = 0
        self.counter = 0
        self.lock = threading.Lock()


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
        milliseconds = max(int(now.timestamp() * 1000), _last.milliseconds)
        counter = _last.counter + 1 if milliseconds == _last.milliseconds else 0
        if counter >= 1 << 12:
            milliseconds, counter = milliseconds + 1, 0
        _last.milliseconds, _last.counter = milliseconds, counter
        random_bits = _randomness.take()
    number = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << _RANDOM_BITS | random_bits
    return identifier(number.to_bytes(16))


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
