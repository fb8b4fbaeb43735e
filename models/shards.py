"""Shards: statements about customers whose rows may stand on several machines (R18.1).

On Citus a statement runs on one machine only where each of its tables is asked for one customer by
a value: that another table's customer is the same one is not enough.
"""

from collections.abc import Sequence

from models.database import is_distributed


def statements_of(customers: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return the customers of each statement that locks or reads rows of all of them, in order."""
    return [[customer] for customer in customers] if is_distributed() else [customers]


def whose(column: str, marks: str) -> str:
    """Return what a subquery's `customer_id` equals: the one customer's mark, or a column."""
    return marks if marks == "?" else column


def one_customer(customers: Sequence[str]) -> Sequence[str]:
    """Return the value of `whose` where it is a mark."""
    return customers if len(customers) == 1 else ()
