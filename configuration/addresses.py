"""Addresses in settings: of databases, mail servers and web pages, checked and masked."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from models.engines.hosts import addresses_of

_POSTGRES_SCHEMES: Final = frozenset({"postgres", "postgresql"})
_POSTGRES_PORT: Final = 5432
_POSTGRES_FORM: Final = "postgres://user:password@host:port/name"
# What asyncpg's pool and connections take, by tortoise's names for them.
_POSTGRES_OPTIONS: Final = (
    "application_name",
    "command_timeout",
    "max_cached_statement_lifetime",
    "max_cacheable_statement_size",
    "max_inactive_connection_lifetime",
    "max_queries",
    "maxsize",
    "minsize",
    "passfile",
    "schema",
    "ssl",
    "sslmode",
    "statement_cache_size",
    "target_session_attrs",
    "timeout",
)
_SESSION_ATTRS: Final = (
    *("primary", "read-write"),
    *("standby", "read-only", "prefer-standby", "any"),  # for commands that only read
)
_TLS_MODES: Final = frozenset({"starttls", "implicit", "off"})
_ESCAPES: Final = (
    "write a special character of user or password by its code:"
    " @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, [ as %5B, ] as %5D, % as %25."
)
_USER_INFO = re.compile(r"://(?P<user>[^:/@]*):.*@")
_PASSWORD_OPTION = re.compile(r"(?i)(pass[a-z]*=)[^&]*")
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


def demand(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as an assertion
    """Raise ValueError with `sentence` unless it `holds`."""
    if not holds:
        raise ValueError(sentence)


def check_database(url: str) -> None:
    """Raise ValueError, with the cure, unless `url` is the address of a database."""
    if url.startswith("sqlite:"):
        parts = urlsplit(url)
        demand(bool(parts.netloc + parts.path), "sqlite:// must be followed by a file's path.")
        demand(":memory:" not in url, "needs a file: several connections share the database.")
        no_options = "takes no options for SQLite: leave out ? and #, and what follows them."
        demand(not parts.query and not parts.fragment, no_options)
        return
    several = addresses_of(url)
    for one in several:
        parts = _split(one)
        demand(
            parts.scheme in _POSTGRES_SCHEMES,
            f"must be sqlite://path or {_POSTGRES_FORM}.",
        )
        demand(len(parts.path) > 1, f"has no database name: it must be {_POSTGRES_FORM}.")
        has_host = len(several) == 1 or bool(parts.hostname)
        demand(has_host, "has a comma without a host: several are host1:port,host2:port.")
        _check_user(parts)
        _check_options(parts, _POSTGRES_OPTIONS)
        wanted = parse_qs(parts.query).get("target_session_attrs", ["primary"])
        one_of = f"must have target_session_attrs={', '.join(_SESSION_ATTRS)}."
        demand(set(wanted) <= set(_SESSION_ATTRS), one_of)


def check_mail_server(url: str) -> None:
    """Raise ValueError, with the cure, unless `url` is the address of a mail server."""
    parts = _split(url)
    is_address = parts.scheme == "smtp" and bool(parts.hostname)
    demand(is_address, "must be smtp://user:password@host:port?tls=starttls|implicit|off.")
    _check_user(parts)
    _check_options(parts, ("tls",))
    options = parse_qs(parts.query, keep_blank_values=True)
    demand(set(options.get("tls", ())) <= _TLS_MODES, "must have tls=starttls, implicit or off.")


def check_web_address(url: str) -> None:
    """Raise ValueError, with the cure, unless `url` is the address of a web page."""
    parts = _split(url)
    is_web_address = parts.scheme in {"http", "https"} and bool(parts.netloc)
    demand(is_web_address, "must be an address that begins with http:// or https://.")


def check_origin(origin: str) -> None:
    """Raise ValueError, with the cure, unless browsers can send `origin` as an Origin."""
    if origin == "*":
        return
    sentence = f"{origin!r} must be written as browsers send it: https://shop.example, no path."
    parts = _split(origin)
    demand(parts.scheme in {"http", "https"} and bool(parts.hostname), sentence)
    demand(not (parts.path or parts.query or parts.fragment or "@" in parts.netloc), sentence)


def _split(url: str) -> SplitResult:
    """Return the parts; no message of Python's own, which would quote a password, gets out."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError for a bad port
    except ValueError as error:
        sentence = f"is not an address, or its port is not a number from 0 to 65535; {_ESCAPES}"
        raise ValueError(sentence) from error
    return parts


def _check_user(parts: SplitResult) -> None:
    demand("@" not in (parts.password or ""), f"has an @ in its password: {_ESCAPES}")
    demand(not parts.fragment, f"has a # in it: {_ESCAPES}")


def _check_options(parts: SplitResult, known: Collection[str]) -> None:
    for name in parse_qs(parts.query, keep_blank_values=True):
        if name in known:
            continue
        likely = get_close_matches(name, known, n=1)
        hint = f"did you mean {likely[0]}?" if likely else f"it takes {', '.join(known)}."
        raise ValueError(f"has an unknown option {name!r}: {hint}")


def sqlite_path(url: str) -> Path:
    """Return the file that `sqlite://…` names."""
    return Path(url.removeprefix("sqlite://"))


def places_of(url: str) -> list[str]:
    """Return the hosts of a PostgreSQL address, with their ports, without user and password."""
    parts = [urlsplit(one) for one in addresses_of(url)]
    return [f"{_host(part)}:{part.port or _POSTGRES_PORT}" for part in parts]


def _host(parts: SplitResult) -> str:
    host = parts.hostname or "localhost"
    return f"[{host}]" if ":" in host else host


def masked(url: str) -> str:
    """Return an address without its password."""
    return _PASSWORD_OPTION.sub(r"\1***", _USER_INFO.sub(r"://\g<user>:***@", url))


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a server at `host`."""
    return host in _LOOPBACK_HOSTS
