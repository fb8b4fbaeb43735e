"""Hosts of a PostgreSQL address that names several: `postgres://user:password@a:1,b:2/name`."""

import re
from urllib.parse import urlsplit


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
