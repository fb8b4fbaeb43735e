"""A check that a migration changes: the rows, indexes and other checks of its table stay."""

from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError

from models import database, schema_history
from tests.services.operation.older_schema import insert, migrate_to

_BEFORE = "0011_audit_append_only"
_RULE = {
    "name": "Bulk", "active": True, "website_codes": ["us"], "customer_group_codes": [],
    "coupon_key": "", "priority": -3, "stops_further_rules": False, "skus": [],
    "sku_match": "ANY", "points": 5,
}  # fmt: skip


async def insert_rule(**changes: object) -> None:
    await insert("cart_rules", id=uuid4(), **{**_RULE, **changes})


async def test_cart_rules_from_before_stay_and_a_factor_is_an_action(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.1."""
    await database.open_database(empty_database_url)
    try:
        await migrate_to(_BEFORE, monkeypatch)
        await insert_rule()
        await schema_history.migrate()
        await insert_rule(name="Double", points=None, earning_factor_e4=20_000)

        rules = await database.fetch(
            "SELECT name, priority, points, earning_factor_e4 FROM cart_rules ORDER BY name"
        )
        for refused in (
            {"points": None},
            {"points": 0},
            {"earning_factor_e4": 1_000_001},
            {"earning_factor_e4": -1},
        ):
            with pytest.raises(IntegrityError):
                await insert_rule(**refused)
        plan = await database.fetch("EXPLAIN " + _by_coupon(empty_database_url))
    finally:
        await database.close_database()

    assert [list(rule.values()) for rule in rules] == [
        ["Bulk", -3, 5, None],
        ["Double", -3, None, 20_000],
    ]
    assert plan


def _by_coupon(database_url: str) -> str:
    """Return a query that SQLite refuses unless the index is there."""
    index = " INDEXED BY cart_rules_by_coupon" if database_url.startswith("sqlite") else ""
    return f"SELECT id FROM cart_rules{index} WHERE active AND coupon_key = ''"  # noqa: S608
