"""Straight ways through lists: whatever ends them, a plan answers as graphql-core does."""

from collections import Counter
from decimal import Decimal
from typing import Final

import pytest
import strawberry

from tests.compiled_execution.executors import Both, Request, ask_plan

DOCUMENT: Final = (
    "{ rows { __typename name size ratio worth { amount currency } sure { currency } } }"
)


@strawberry.type
class Money:
    amount: Decimal
    currency: str | None


@strawberry.type
class Row:
    name: str
    size: int | None
    ratio: float | None
    worth: Money | None
    sure: Money


@strawberry.type
class Query:
    @strawberry.field
    def rows(root: strawberry.Parent[list[Row]]) -> list[Row | None]:  # noqa: N805
        return list(root)


async def later(value: object) -> object:
    return value


class Bag:
    """An object with these attributes."""

    def __init__(self, **attributes: object) -> None:
        vars(self).update(attributes)


class Account:
    """A source that counts how often it is read, one of whose values is another than is usual."""

    def __init__(self, **unusual: object) -> None:
        usual = {"name": "Ada", "size": 3, "ratio": 0.5, "worth": MONEY, "sure": MONEY}
        self.values = {**usual, **unusual}
        self.reads: Counter[str] = Counter()

    def read(self, name: str) -> object:
        self.reads[name] += 1
        value = self.values[name]
        if isinstance(value, Exception):
            raise value
        return value() if callable(value) else value


def _counted(name: str) -> property:
    def read(account: Account) -> object:
        return account.read(name)

    return property(read)


for attribute in ("name", "size", "ratio", "worth", "sure"):
    setattr(Account, attribute, _counted(attribute))

MONEY = Bag(amount=Decimal("1.50"), currency="USD")
UNUSUAL = {
    "null that may be": {"size": None, "ratio": None, "worth": None},
    "null that may not be": {"name": None},
    "an object that may not be null": {"sure": None},
    "an awaited scalar": {"size": lambda: later(5)},
    "an awaited object": {"sure": lambda: later(MONEY)},
    "an error": {"size": ValueError("bad")},
    "an error where null may not be": {"name": ValueError("bad")},
    "a number out of range": {"size": 2**40},
    "no number": {"ratio": float("nan")},
    "a whole ratio": {"ratio": 3},
    "a Decimal ratio": {"ratio": Decimal("2.5")},
    "a boolean for a number": {"size": True},
    "null within": {"worth": Bag(amount=None, currency="USD")},
    "null within what may not be null": {"sure": Bag(currency=None)},
    "an attribute missing within": {"sure": Bag()},
    "awaited within": {"worth": lambda: Bag(amount=later(Decimal(2)), currency="EUR")},
}


@pytest.mark.parametrize("unusual", UNUSUAL.values(), ids=UNUSUAL.keys())
async def test_an_unusual_value_is_answered_as_by_graphql_core(unusual: dict[str, object]) -> None:
    both = Both.of(strawberry.Schema(Query))
    usual = Request(DOCUMENT, root=[Account(), Account()])
    plan = both.plan(usual)
    for _ in range(2):
        await ask_plan(plan, usual)

    def rows() -> list[object]:
        return [Account(), Account(**unusual), None, Account(), Account(**unusual), Account()]

    expected = await both.ask_graphql_core(Request(DOCUMENT, root=rows()))
    ours = rows()
    found = await ask_plan(plan, Request(DOCUMENT, root=ours))

    assert found == expected
    reads = [most for each in ours if isinstance(each, Account) for most in each.reads.values()]
    assert set(reads) == {1}, "nothing is read twice"


async def test_a_list_is_answered_the_straight_way_once_it_is_known() -> None:
    both = Both.of(strawberry.Schema(Query))
    request = Request(DOCUMENT, root=[Account(), Account()])
    plan = both.plan(request)

    answers = [await ask_plan(plan, request) for _ in range(3)]

    (shape,) = plan._shapes.values()  # noqa: SLF001 - nothing else tells
    (rows,) = shape.fields
    assert rows.value.item.straight_way() is not None  # type: ignore[attr-defined]
    assert answers == [await both.ask_graphql_core(request)] * 3


@strawberry.type
class Nest:
    name: str
    inner: "Nest | None"


@strawberry.type
class Nests:
    @strawberry.field
    def nests(root: strawberry.Parent[list[Nest]]) -> list[Nest]:  # noqa: N805
        return list(root)


def _nest(depth: int, name: object) -> Bag:
    """Return that many objects within each other; the innermost has this name."""
    return Bag(name="outer", inner=_nest(depth - 1, name)) if depth else Bag(name=name, inner=None)


@pytest.mark.parametrize("depth", [1, 9, 10, 11, 24])
async def test_objects_deep_within_each_other_are_answered_as_by_graphql_core(depth: int) -> None:
    document = f"{{ nests {{ {'name inner { ' * depth} name {'}' * depth} }} }}"
    both = Both.of(strawberry.Schema(Nests))
    usual = Request(document, root=[_nest(depth, "innermost")] * 2)
    plan = both.plan(usual)
    for _ in range(3):
        assert await ask_plan(plan, usual) == await both.ask_graphql_core(usual)

    for unusual in (None, ValueError("bad"), 2**40):
        request = Request(document, root=[_nest(depth, "innermost"), _nest(depth, unusual)])
        assert await ask_plan(plan, request) == await both.ask_graphql_core(request)
