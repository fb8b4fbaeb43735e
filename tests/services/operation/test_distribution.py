"""Distribution over Citus: which tables have shards that are asked all at once, and which one."""

import pytest

from models.database import fetch
from models.scaling.distribution import DISTRIBUTED, REFERENCE

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif("config.getoption('--database') != 'citus'", reason="a cluster's tables"),
]


async def test_who_invited_a_buyer_is_asked_of_one_shard() -> None:
    """R18.1, R9.3: whenever an order becomes complete."""
    (found,) = await fetch(
        "SELECT count(*) AS shards FROM pg_dist_shard"
        " WHERE logicalrelid = CAST('invitations' AS text)::regclass"
    )

    assert found["shards"] == 1


async def test_every_table_that_is_spread_has_its_place() -> None:
    """R18.1."""
    rows = await fetch("SELECT CAST(logicalrelid AS TEXT) AS name FROM pg_dist_partition")

    assert {str(row["name"]) for row in rows} == {*DISTRIBUTED, *REFERENCE}
