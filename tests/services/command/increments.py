"""A process of its own that adds one to the sandbox clock, again and again, for a test."""

import asyncio
import sys

from models import database


async def add_one() -> None:
    """Read, decide, write: loses an update, or fails, unless the transaction holds the lock.

    It is not tried again, so that a lock not got in time shows.
    """
    async with database.transaction():
        (row,) = await database.fetch(READ[database.dialect()])
        await database.execute(
            "UPDATE sandbox_clock SET offset_seconds = ?", [int(str(row["offset_seconds"])) + 1]
        )


READ = {
    "sqlite": "SELECT offset_seconds FROM sandbox_clock",
    "postgres": "SELECT offset_seconds FROM sandbox_clock FOR UPDATE",
}


async def main(url: str, times: int) -> None:
    await database.open_database(url)
    try:
        for _ in range(times):
            await add_one()
    finally:
        await database.close_database()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
