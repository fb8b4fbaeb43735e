"""Outages: failures of the database that a client may simply try again later (R13.2a)."""

import errno
import socket
import sqlite3

import asyncpg
from tortoise.exceptions import BaseORMException, DBConnectionError

from models.engines.unlocked import LostRace

_LOST_CONNECTION = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    ConnectionError,
    socket.gaierror,
    DBConnectionError,
    asyncpg.TargetServerAttributeNotMatched,  # of several hosts, none is the primary yet
)
_OUT_OF_TIME = (
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    TimeoutError,
)
_NOT_NOW = (
    *_LOST_CONNECTION,
    *_OUT_OF_TIME,
    asyncpg.InsufficientResourcesError,  # too many connections, memory, disk
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.ReadOnlySQLTransactionError,  # a primary that has become a standby
    LostRace,  # lost again and again, or it would have been run again
)
_SQLITE_NOT_NOW = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}
_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}


def is_outage(error: BaseException) -> bool:
    """Tell whether the database could not answer now, whatever it was asked."""
    cause = _cause(error)
    if isinstance(cause, sqlite3.OperationalError):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_NOT_NOW
    return isinstance(cause, _NOT_NOW) or has_lost_connection(cause)


def has_lost_connection(error: BaseException) -> bool:
    """Tell whether there is no connection to the database, or no longer."""
    cause = _cause(error)
    if isinstance(cause, asyncpg.InternalClientError):
        # The server has said goodbye while the connection was idle: nothing was sent.
        return "cannot switch to state" in str(cause)
    if isinstance(cause, asyncpg.InterfaceError):
        return "clos" in str(cause)  # asyncpg has no class for a closed connection
    if type(cause) is OSError:  # several addresses were tried, each in vain
        return cause.errno is None or cause.errno in _UNREACHABLE
    return isinstance(cause, _LOST_CONNECTION)


def is_out_of_time(error: BaseException) -> bool:
    """Tell whether a statement, or its wait for a lock, took longer than it may (R14.2)."""
    return isinstance(_cause(error), _OUT_OF_TIME)


def was_cut_off(error: BaseException) -> bool:
    """Tell whether the server itself ended a statement that took too long: it has done nothing."""
    return isinstance(_cause(error), asyncpg.QueryCanceledError | asyncpg.LockNotAvailableError)


def _cause(error: BaseException) -> BaseException:
    """Return what the driver raised, without tortoise's wrap."""
    if isinstance(error, BaseORMException) and error.args:
        inner = error.args[0]
        if isinstance(inner, BaseException):
            return inner
    return error
