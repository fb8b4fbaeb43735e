"""Hosts of a PostgreSQL address that names several: `postgres://user:password@a:1,b:2/name`."""

import re
from urllib.parse import urlsplit

import asyncpg

_SECONDS_FOR_EACH = 3  # a host that is silent leaves a request time for the next
_NOT_HERE = (
    OSError,
    asyncpg.TargetServerAttributeNotMatched,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
)


def addresses_of(url: str) -> list[str]:
    """Return an address for each host of `url`, in the same order and alike in all else."""
    scheme, separator, rest = url.partition("://")
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    user, at, hosts = authority.rpartition("@")
    before, after = f"{scheme}{separator}{user}{at}", rest[len(authority) :]
    return [f"{before}{host}{after}" for host in hosts.split(",")]


def hosts_and_ports(urls: list[str], default_port: int) -> tuple[list[str], list[int]]:
    """Return the hosts and the ports of addresses with one each."""
    parts = [urlsplit(url) for url in urls]
    return [part.hostname or "" for part in parts], [part.port or default_port for part in parts]


class Hosts:
    """The hosts of a database, the one that had what was wanted last first (R18.2).

    The driver would give them all together the time of one, so that a silent one is the end of it.
    """

    def __init__(self, hosts: list[str], ports: list[int], wanted: str = "primary") -> None:
        self._places = list(zip(hosts, ports, strict=True))
        self._wanted = ("standby", "any") if wanted == "prefer-standby" else (wanted,)

    async def connect(self, *args: object, **options: object) -> asyncpg.Connection:
        """Connect to the first host that is what is wanted. Raises what the last one said."""
        options.setdefault("timeout", _SECONDS_FOR_EACH)
        tries = [(wanted, place) for wanted in self._wanted for place in self._places]
        said: Exception | None = None
        for wanted, place in tries:
            where = {"host": place[0], "port": place[1], "target_session_attrs": wanted}
            try:
                connection = await asyncpg.connect(*args, **{**options, **where})
            except _NOT_HERE as error:
                said = error
            else:
                self._places.remove(place)
                self._places.insert(0, place)
                return connection
        assert said is not None, "there are hosts"
        raise said
