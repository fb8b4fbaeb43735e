"""Limits of open connections, which keep their memory bounded (R14)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """A setting per limit.

    `connections` are the sockets and event streams of one process, `operations` those under way on
    one socket. A socket is signed in within `init_seconds`, a client reads on within
    `send_seconds`, and an event stream is quiet for `quiet_seconds` at most.
    """

    connections: int = 20_000
    operations: int = 20
    init_seconds: float = 10.0
    send_seconds: float = 30.0
    quiet_seconds: float = 15.0
