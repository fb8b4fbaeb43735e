"""Shards: statements about customers whose rows may stand on several machines (R18.1).

On Citus a statement runs on one machine only where each of its tables is asked for one customer by
a value: that another table's customer is the same one is not enough.
"""

from collections.abc import Sequence

from models.database import dialect, fetch, is_distributed

# Customers of one command, at most: the rows of one import. More are a batch of a job, which is
# worked off by statements about all of it where it stands on one shard.
MOST_OF_A_COMMAND = 1_000
# What refers to tables of every node has to be written on the same connections as they are.
_ONE_BY_ONE = (
    "SET LOCAL citus.multi_shard_modify_mode = 'sequential'",
    "SET LOCAL citus.max_adaptive_executor_pool_size = 1",
)


async def take_shards_in_turn() -> None:
    """Let the open transaction write to what every node has, and to rows that refer to it."""
    if is_distributed():
        for statement in _ONE_BY_ONE:
            await fetch(statement)


def statements_of(customers: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return the customers of each statement that reads rows of all of them, in order."""
    return [[customer] for customer in customers] if is_distributed() else [customers]


def turns_of(customers: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return the customers of each statement that locks rows of all of them, in order.

    One each; SQLite, which locks no rows, and batches on a single shard need one statement.
    """
    if dialect() == "sqlite" or not is_each_alone(len(customers)):
        return [customers]
    return [[customer] for customer in customers]


def is_each_alone(customers: int) -> bool:
    """Tell whether rows of this many customers are changed by a statement for each."""
    return is_distributed() or customers <= MOST_OF_A_COMMAND


def whose(column: str, marks: str) -> str:
    """Return what a subquery's `customer_id` equals: the one customer's mark, or a column."""
    return marks if marks == "?" else column


def one_customer(customers: Sequence[str]) -> Sequence[str]:
    """Return the value of `whose` where it is a mark."""
    return customers if len(customers) == 1 else ()
