"""Rate limit: root fields per minute, for each subject and each address (R14.2)."""

import ipaddress
import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

from services.command.caller import Caller, CallerKind
from transport.api.bucket import Bucket
from transport.api.shared_buckets import SharedBuckets
from transport.wire.refusals import TooManyRequests

DEFAULT_PER_MINUTE = 6_000

# One shop server speaks for many customers, each a subject of their own.
ADDRESS_FACTOR = 10

_REMEMBERED = 10_000  # buckets; a forgotten one is full again
_IPV6_NETWORK_BITS = 64  # what one subscriber is given
_LOOPBACK = ("127.0.0.1", "::1")


@dataclass(slots=True)
class RateLimit:
    """Token buckets that hold a minute's root fields and fill up evenly.

    With `shared`, processes on one database draw on the same ones; otherwise each has its own.
    """

    per_minute: int
    spares_loopback: bool = False
    shared: SharedBuckets | None = None
    _buckets: OrderedDict[str, Bucket] = field(init=False, default_factory=OrderedDict)

    @classmethod
    def of(cls, per_minute: int | None, *, is_shared: bool = False) -> "RateLimit | None":
        """Return the limit that is set, none for 0, or the default: it spares this machine."""
        shared = SharedBuckets() if is_shared else None
        if per_minute is None:
            return cls(DEFAULT_PER_MINUTE, spares_loopback=True, shared=shared)
        return cls(per_minute, shared=shared) if per_minute else None

    def take(self, root_fields: int, *, caller: Caller | None, address: str) -> None:
        """Take `root_fields` from the caller's bucket, the address's without one, and its tenfold.

        It counts who asks, not by which token. Admins and services draw on buckets of their own,
        which nobody else at their address can drain. A request that asks more than a whole
        minute's pays with all of one. Raises TooManyRequests, and then nothing is taken.
        """
        network = _network(address)
        if self.spares_loopback and network in _LOOPBACK:
            return
        identity = f"{caller.kind} {caller.subject}" if caller else network
        group = "admins" if caller and caller.kind is CallerKind.ADMIN else "all"
        wanted = min(root_fields, self.per_minute)
        own, place = f"one {identity}", f"{group} {network}"
        buckets = (
            (own, self._bucket(own, self.per_minute)),
            (place, self._bucket(place, self.per_minute * ADDRESS_FACTOR)),
        )
        wait = max([bucket.seconds_until(wanted) for _, bucket in buckets])
        if wait > 0:
            raise TooManyRequests(math.ceil(wait))
        for name, bucket in buckets:
            bucket.take(wanted)
            if self.shared is not None:
                self.shared.note(name, bucket)

    def _bucket(self, name: str, size: int) -> Bucket:
        now = time.monotonic()
        bucket = self._buckets.setdefault(name, Bucket(size=size, left=size, at=now))
        bucket.fill(now)
        self._buckets.move_to_end(name)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


@lru_cache(maxsize=_REMEMBERED)
def _network(address: str) -> str:
    """Return what stands for one client: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed  # what a socket of both kinds tells of an IPv4 client
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.is_loopback:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK_BITS), strict=False))
