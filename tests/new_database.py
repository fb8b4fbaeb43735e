"""New SQLite databases with all tables, for servers that tests start."""

import asyncio
from pathlib import Path

from models.database import close_database, open_database
from models.schema_history import migrate


def new_database(folder: str) -> str:
    """Make a database in a folder, and return its address."""
    url = f"sqlite://{Path(folder) / 'guerdon.db'}"
    asyncio.run(_make(url))
    return url


async def _make(url: str) -> None:
    await open_database(url)
    await migrate()
    await close_database()
