"""Sessions that the server ends while nobody uses them: told first, closed a moment later (R13.2a).

In that moment the connection looks as good as any to the pool.
"""

from typing import cast

import asyncpg
import pytest

from models.database import current_client, execute, fetch
from models.engines.postgres import PostgresEngine
from models.outage import is_outage
from services.command.transaction import one_transaction, unlocked_first
from tests.services.command.test_transaction import ADD, Way, offset

pytestmark = [
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres'", reason="SQLite has no sessions"
    ),
    pytest.mark.usefixtures("database"),
]
_SAYS = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"


def told_goodbye() -> int:
    """Have all connections hear what the server says as it ends them; return how many."""
    client = current_client()
    assert isinstance(client, PostgresEngine)
    pool = cast("asyncpg.Pool", client._pool)  # noqa: SLF001
    idle = [each._con for each in pool._holders if each.is_connected()]  # noqa: SLF001
    for connection in idle:
        said = b"E" + (len(_SAYS) + 4).to_bytes(4, "big") + _SAYS
        connection._protocol.data_received(said)  # noqa: SLF001
    return len(idle)


async def test_a_read_on_one_may_be_tried_again_and_then_works() -> None:
    assert await offset() == 0

    assert told_goodbye() == 1
    with pytest.raises(asyncpg.InternalClientError) as lost:
        await fetch("SELECT offset_seconds FROM sandbox_clock")

    assert is_outage(lost.value)
    assert await offset() == 0


@pytest.mark.parametrize("way", [one_transaction, unlocked_first])
async def test_a_use_case_on_one_is_run_again(way: Way) -> None:
    assert await offset() == 0

    async def add() -> None:
        await offset()
        await execute(ADD, [5])

    assert told_goodbye() == 1
    await way(add)()

    assert await offset() == 5
