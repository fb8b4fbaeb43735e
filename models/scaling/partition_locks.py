"""Locks that PostgreSQL needs to split tables in one transaction, and whether it has enough.

It locks each partition, index and TOAST table that it makes or drops until the transaction ends,
and its table of locks has a fixed size: max_locks_per_transaction for each connection.
"""

import math
from collections.abc import Sequence
from typing import Final

from tortoise.backends.base.client import BaseDBAsyncClient

# Catalogues, views and parents, and what other transactions have locked meanwhile.
_BESIDE: Final = 500
OF_ONE_PART = """
SELECT COUNT(*) AS relations FROM (
    SELECT 1 FROM pg_class c WHERE c.oid::regclass::text = ANY ($1)
    UNION ALL SELECT 1 FROM pg_index i WHERE i.indrelid::regclass::text = ANY ($1)
    UNION ALL
    SELECT 1 FROM pg_attribute a, generate_series(1, 2)
    WHERE a.attrelid::regclass::text = ANY ($1) AND a.attnum > 0 AND a.attstorage <> 'p'
    GROUP BY a.attrelid, generate_series
) needed
"""
_ROOM = """
SELECT current_setting('max_locks_per_transaction')::int AS each,
    current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int
    AS transactions
"""


class TooManyPartitions(Exception):
    """PostgreSQL has no room for the locks; the message says what to set."""


async def demand_room(
    client: BaseDBAsyncClient, tables: Sequence[str], *, made: int, dropped: int
) -> None:
    """Raise TooManyPartitions where there aren't enough locks to make and drop the partitions."""
    (found,) = await client.execute_query_dict(OF_ONE_PART, [list(tables)])
    (room,) = await client.execute_query_dict(_ROOM)
    needed = int(found["relations"]) * (made + dropped) + _BESIDE
    if needed > int(room["each"]) * int(room["transactions"]):
        raise TooManyPartitions(
            f"{made} partitions need {needed} locks at once, and PostgreSQL has room for"
            f" {int(room['each']) * int(room['transactions'])}: set its max_locks_per_transaction"
            f" to {math.ceil(needed / int(room['transactions']))} or more and restart it, or choose"
            " fewer partitions. Nothing was split."
        )
