"""Tried points: what a dry run's earlier rows would have moved, kept on the disk, not in memory."""

import sqlite3
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from services.accounts.import_booking import AccountKey, Moved

_TABLE = """
CREATE TABLE tried (customer_id TEXT, website_code TEXT, points INTEGER NOT NULL,
    PRIMARY KEY (customer_id, website_code)) WITHOUT ROWID
"""
_KEEP = """
INSERT INTO tried VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET points = points + excluded.points
"""
_FIND = "SELECT points FROM tried WHERE customer_id = ? AND website_code = ?"


class TriedPoints:
    """The points of earlier rows by account; open for a block, and gone after it."""

    def __enter__(self) -> Self:
        self._database = sqlite3.connect("")  # a file that SQLite makes and deletes
        self._database.execute(_TABLE)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self._database.close()

    def of(self, accounts: Iterable[AccountKey]) -> dict[AccountKey, int]:
        """Return what earlier rows have moved on these accounts."""
        found = {key: self._database.execute(_FIND, key).fetchone() for key in accounts}
        return {key: row[0] for key, row in found.items() if row is not None}

    def keep(self, moved: Moved) -> None:
        """Add what rows, which were never written, would have moved."""
        rows = [(*account, points) for account, points in moved.items() if points]
        self._database.executemany(_KEEP, rows)
