"""Statements of several shards: finds those that could not run where customers are spread (R18.1).

Rows of points are kept by their customers. So a statement that changes or locks them names one
customer; an INSERT may carry rows of several; and none joins them with orders or carts, which are
kept by their own ids.
"""

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

OF_CUSTOMERS = (
    "reward_accounts", "ledger_entries", "ledger", "entry_comments", "points_lots",
    "lot_allocations", "point_holds", "activity_awards", "emails", "webhook_deliveries",
    "customer_group_changes", "newsletter_signups",
)  # fmt: skip
OF_OTHERS = ("orders", "order_lines", "order_events", "carts")


# The modules whose statements may be about all customers, each with its reason.
EXCEPTIONS = {
    "services.accounts.verification": "verify reads everything there is",
}

_TABLE = r'(?:\b(?:FROM|JOIN|UPDATE|INTO)|,)\s+"?(?:{names})\b"?(?!\s*\()'
_IS_OF_CUSTOMERS = re.compile(_TABLE.format(names="|".join(OF_CUSTOMERS)))
_IS_OF_OTHERS = re.compile(_TABLE.format(names="|".join(OF_OTHERS)))
_CHANGE = re.compile(r'^[\s(]*(?:UPDATE|DELETE\s+FROM)\s+"?(\w+)')
_LOCK = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b")
_VALUE = r"(?:\?|\$\d+)(?:::\w+)?"
_ONE_CUSTOMER = re.compile(rf'customer_id"? ?(?:= ?{_VALUE}|IN \({_VALUE}\))')
# What waited for one another and goes as one is parts, each a statement (ADR 7), and so are reads
# that go together: never where customers are spread (ADR 218).
_PARTS = re.compile(r'\b[cw]\d+ AS \(|\(SELECT TRUE AS "is found"')


@cache
def problem_of(statement: str) -> str | None:
    """Return what would keep a statement from running on one shard, None for nothing."""
    for part in _PARTS.split(statement):
        is_theirs = _IS_OF_CUSTOMERS.search(part) is not None
        if _takes_rows_of_customers(part, is_theirs=is_theirs) and not _ONE_CUSTOMER.search(part):
            return "changes or locks rows of customers and names none"
        if is_theirs and _IS_OF_OTHERS.search(part):
            return "joins rows of customers with orders or carts"
    return None


def _takes_rows_of_customers(part: str, *, is_theirs: bool) -> bool:
    change = _CHANGE.search(part)
    if change is not None:
        return change[1] in OF_CUSTOMERS
    return is_theirs and _LOCK.search(part) is not None


class WatchedStatements(list[str]):
    """Statements as they are sent; of those of services, `problems` names what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: dict[str, str] = {}

    def append(self, statement: str) -> None:
        """Look at a statement; what tests themselves send is theirs to answer for."""
        problem = problem_of(statement)
        if problem is None:
            return
        sender = _sender()
        if sender is not None and sender not in EXCEPTIONS:
            self.problems[statement] = f"{sender} {problem}"


def _sender() -> str | None:
    """Return the module of services that is sending a statement, None for a test."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - a whole stack costs milliseconds
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("services.") or (module.startswith("tests.") and module != __name__):
            return module if module.startswith("services.") else None
        frame = frame.f_back
    return None
