"""Statements name the customer whose rows they change or lock, one at a time (R18.1).

That all of them do, the fixture `statements_of_one_shard` proves with each test of services.
"""

import pytest

from models.database import execute
from services.ledger import holds
from tests.clock import NOW
from tests.services.shards import WatchedStatements, problem_of

pytestmark = pytest.mark.usefixtures("database")
NAMES_NONE = "changes or locks rows of customers and names none"
_DELETES_ALL = """
DELETE FROM point_holds WHERE expires_at <= ? AND CAST(? AS INT) > 0 RETURNING customer_id, id
"""
JOINS = "joins rows of customers with orders or carts"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE points_lots SET remaining = ? WHERE customer_id = ? AND id = ?", None),
        ('UPDATE "point_holds" SET "points"=$1 WHERE "customer_id"=$2 AND "cart_id"=$3', None),
        ("SELECT 1 FROM reward_accounts a WHERE a.customer_id IN (?) FOR UPDATE OF a", None),
        ("SELECT 1 FROM reward_accounts WHERE website_code = ?", None),
        ("UPDATE orders SET status = ? WHERE id = ?", None),
        ("INSERT INTO points_lots (customer_id, id) VALUES (?, ?), (?, ?)", None),
        ("UPDATE points_lots SET remaining = 0 WHERE id = ?", NAMES_NONE),
        ("DELETE FROM emails WHERE (customer_id, id) IN (SELECT 1, 2)", NAMES_NONE),
        ("UPDATE reward_accounts SET debt = 0 WHERE customer_id IN (?, ?)", NAMES_NONE),
        ("SELECT 1 FROM reward_accounts WHERE customer_id IN (?, ?) FOR UPDATE", NAMES_NONE),
        ('SELECT * FROM "point_holds" WHERE "id"=$1 FOR UPDATE', NAMES_NONE),
        ("WITH w0 AS (UPDATE carts SET id = ?), w1 AS (UPDATE emails SET day = ?) X", NAMES_NONE),
        ("SELECT a.id, o.id FROM reward_accounts a JOIN orders o ON o.customer_id = ?", JOINS),
    ],
)  # fmt: skip
def test_a_statement_of_several_shards_is_told_from_one_of_one(
    statement: str, problem: str | None
) -> None:
    assert problem_of(statement) == problem


async def test_what_a_service_sends_is_looked_at_and_what_a_test_sends_is_not(
    statements_of_one_shard: WatchedStatements, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R18.1."""
    await execute("UPDATE reward_accounts SET debt = 0")
    by_tests = dict(statements_of_one_shard.problems)
    monkeypatch.setattr(holds, "_DEAD", _DELETES_ALL)

    await holds.delete_dead_holds(now=NOW, most=1)

    by_services = dict(statements_of_one_shard.problems)
    statements_of_one_shard.problems.clear()
    assert by_tests == {}
    assert list(by_services.values()) == [f"services.ledger.holds {NAMES_NONE}"]
