"""Distribution over Citus: which tables have shards that are asked all at once, and which one."""

import pytest
from tortoise.exceptions import IntegrityError

from models.database import fetch
from models.scaling.distribution import DISTRIBUTED, REFERENCE
from models.schema_history import migrate
from services.activities.invitations import create_invitation
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif("config.getoption('--database') != 'citus'", reason="a cluster's tables"),
]


async def test_who_invited_a_buyer_is_asked_of_one_shard() -> None:
    """R18.1, R9.3: whenever an order becomes complete."""
    assert await shards_of_invitations() == 1


async def test_an_older_cluster_has_its_invitations_brought_to_one_shard() -> None:
    """R18.1: by the next migration, rows and all."""
    await open_shop()
    await fetch(
        "SELECT alter_distributed_table('invitations', shard_count := 3,"
        " cascade_to_colocated := false)"
    )
    for number in range(5):
        await create_invitation(
            invitation_id=f"i{number}",
            inviter_id="ada",
            website_code="us",
            email=f"friend{number}@example.com",
            caller=ADMIN,
            now=NOW,
        )
    before = await fetch("SELECT * FROM invitations ORDER BY id")
    assert await shards_of_invitations() == 3

    for _ in range(2):
        await migrate()

    assert await shards_of_invitations() == 1
    assert len(before) == 5
    assert await fetch("SELECT * FROM invitations ORDER BY id") == before
    with pytest.raises(IntegrityError):
        await fetch("UPDATE invitations SET website_code = 'nowhere' WHERE id = 'i1'")


async def shards_of_invitations() -> object:
    (found,) = await fetch(
        "SELECT count(*) AS shards FROM pg_dist_shard"
        " WHERE logicalrelid = CAST('invitations' AS text)::regclass"
    )
    return found["shards"]


async def test_every_table_that_is_spread_has_its_place() -> None:
    """R18.1."""
    rows = await fetch("SELECT CAST(logicalrelid AS TEXT) AS name FROM pg_dist_partition")

    assert {str(row["name"]) for row in rows} == {*DISTRIBUTED, *REFERENCE}
