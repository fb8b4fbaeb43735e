"""PgBouncer: connections through one in transaction mode, where no session is ours (R18.2).

Between two transactions the pooler may put another session of the server behind a connection. So
nothing is left in a session: no setting, no prepared statement, no cursor. What a session of ours
would have been told at its start, each transaction is told in the message that begins it. A
statement outside of a transaction is made one, or it would have no time limit.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from models.engines.pooled_connection import PooledConnection

# The pooler keeps this for each client, and tells it to every session that it takes.
NAME = "application_name"


_MOST_KNOWN = 500  # statements; a process sends some three hundred
_NOT_AS_KNOWN = (
    asyncpg.InternalClientError,
    asyncpg.InvalidBinaryRepresentationError,
    asyncpg.ProtocolViolationError,
)


class PoolerConnection(PooledConnection):
    """A connection to the pooler; `limits` are the statements that follow each BEGIN."""

    limits = ""

    def __init__(
        self, protocol: asyncio.Protocol, transport: asyncio.Transport, *others: object
    ) -> None:
        super().__init__(protocol, transport, *others)
        self._known: dict[object, object] = {}

    async def execute(
        self,
        query: str,
        *args: object,
        timeout: float | None = None,  # noqa: ASYNC109 - asyncpg's signature
    ) -> str:
        """Run one statement with values, or any number without, in a transaction."""
        if query.startswith("BEGIN") and not self.is_in_transaction():
            query = f"{query}{self.limits}"
            return str(await super().execute(query, timeout=timeout))
        if args:  # below
            return str(await super().execute(query, *args, timeout=timeout))
        async with self._in_a_transaction():
            return str(await super().execute(query, timeout=timeout))

    # All of asyncpg's ways to run one statement with values come through here.
    async def _execute(
        self,
        query: str,
        args: Sequence[object],
        limit: int,
        timeout: float | None,  # noqa: ASYNC109 - asyncpg's signature
        *,
        return_status: bool = False,
        ignore_custom_codec: bool = False,
        record_class: type[asyncpg.Record] | None = None,
    ) -> object:
        async def run() -> object:
            async with self._in_a_transaction():
                return await super(PoolerConnection, self)._execute(
                    query,
                    args,
                    limit,
                    timeout,
                    return_status=return_status,
                    ignore_custom_codec=ignore_custom_codec,
                    record_class=record_class,
                )

        is_part = self.is_in_transaction()
        try:
            return await run()
        except _NOT_AS_KNOWN:  # a migration has changed what the statement takes or answers
            self._known.clear()
            if is_part or self.is_closed():
                raise
        return await run()  # anew, for its transaction was undone

    async def _get_statement(
        self,
        query: str,
        timeout: float | None,  # noqa: ASYNC109 - asyncpg's signature
        *,
        named: str | bool | None = False,
        use_cache: bool = True,
        ignore_custom_codec: bool = False,
        record_class: type[asyncpg.Record] | None = None,
    ) -> object:
        """Return what a statement takes and answers, asked for once: that is a round trip.

        The statement itself goes along with its values each time.
        """
        key = (query, ignore_custom_codec, record_class)
        if not named and key in self._known:
            return self._known[key]
        found = await super()._get_statement(
            query,
            timeout,
            named=named,
            use_cache=use_cache,
            ignore_custom_codec=ignore_custom_codec,
            record_class=record_class,
        )
        if not found.name:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = found
        return found

    @asynccontextmanager
    async def _in_a_transaction(self) -> AsyncIterator[None]:
        """Make the block a transaction, unless it is in one."""
        if self.is_in_transaction():
            yield
            return
        transaction = self.transaction()
        await transaction.start()
        try:
            yield
        except BaseException:
            # A connection that is gone has undone it; the statement's own error matters more.
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await transaction.rollback()
            raise
        await transaction.commit()


def connection_with(settings: Mapping[str, str]) -> type[PoolerConnection]:
    """Return the class of connections whose transactions have these settings of the server."""
    told = [
        f" SET LOCAL {name} = {_quoted(value)};" for name, value in settings.items() if name != NAME
    ]
    return type("PoolerConnection", (PoolerConnection,), {"limits": "".join(told)})


def _quoted(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
