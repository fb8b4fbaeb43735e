"""A schema in which everything that can happen to a field does happen."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission
from strawberry.schema.config import StrawberryConfig

Even = NewType("Even", int)


def _even(value: int) -> int:
    if value % 2:
        raise ValueError(f"{value} is odd")
    return value


def _read_even(value: object) -> int:
    if not isinstance(value, int) or value % 2:
        raise GraphQLError(f"{value!r} is odd")
    return value


EVEN = strawberry.scalar(name="Even", serialize=_even, parse_value=_read_even)


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@strawberry.input
class Wish:
    colour: Colour = Colour.RED
    count: int = 2
    even: Even | None = None
    others: list[int] = strawberry.field(default_factory=lambda: [1, 2])


class Signed(BasePermission):
    message = "Who is it?"

    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool:  # noqa: ANN401, ARG002
        return bool(info.context.get("signed"))


class Loud(FieldExtension):
    def resolve(self, next_: Any, source: Any, info: Any, **arguments: Any) -> Any:  # noqa: ANN401
        return next_(source, info, **arguments).upper()


class Insisting(FieldExtension):
    """Hands on another argument than it was given."""

    def resolve(self, next_: Any, source: Any, info: Any, **arguments: Any) -> Any:  # noqa: ANN401
        return next_(source, info, **{**arguments, "word": f"{arguments['word']}!"})

    async def resolve_async(self, next_: Any, source: Any, info: Any, **arguments: Any) -> Any:  # noqa: ANN401
        return await next_(source, info, **{**arguments, "word": f"{arguments['word']}?"})


def shouted(root: strawberry.Parent[object], info: strawberry.Info, word: str = "hey") -> str:
    return f"{root} {info.field_name} {word}"


async def shouted_later(word: str = "hey") -> str:
    await asyncio.sleep(0)
    if word == "nothing?":
        raise ValueError("nothing to shout")
    return word


@strawberry.interface
class Named:
    name: str

    @strawberry.field
    async def friend(self) -> "Named | None":
        await asyncio.sleep(0)
        return Dog(name=f"{self.name}'s friend", barks=True)


@strawberry.type
class Dog(Named):
    barks: bool


@strawberry.type
class Cat(Named):
    lives: int
    enemy: Dog | None = None


@strawberry.type
class Fish:
    depth: float

    @strawberry.field
    def deeper(self) -> "Fish":
        return Fish(depth=self.depth * 2)


Animal = Annotated[Dog | Cat | Fish, strawberry.union("Animal")]


class Broken:
    """A source whose attributes are what they should not be."""

    text = {"no": "text"}  # noqa: RUF012
    number = 2**40
    colour = "red"
    even = 3
    flag = object()
    ratio = float("nan")
    error = ValueError("returned")
    plain = "plain"

    @property
    def raises(self) -> str:
        raise RuntimeError("a property")

    @property
    async def later(self) -> str:
        await asyncio.sleep(0)
        return "later"


@strawberry.type
class Part:
    text: str
    number: int | None
    colour: Colour | None
    even: Even | None
    flag: bool | None
    ratio: float | None
    error: str | None
    plain: str | None
    raises: str | None
    later: str
    missing: str | None


@strawberry.type
class Node:
    number: int
    tags: list[str] = strawberry.field(default_factory=list)
    holes: list[str | None] = strawberry.field(default_factory=lambda: ["a", None, "b"])
    price: Decimal = Decimal("12.50")
    day: date = date(2026, 11, 29)
    colour: Colour = Colour.BLUE
    ratio: float = 0.5
    id: strawberry.ID = strawberry.ID("n")

    @strawberry.field
    def must(self) -> str:
        if self.number % 3 == 0:
            raise ValueError(f"must {self.number}")
        return "must"

    @strawberry.field
    async def must_later(self) -> str:
        for _ in range(self.number % 3):
            await asyncio.sleep(0)
        if self.number % 3 == 1:
            raise ValueError(f"later {self.number}")
        return "later"

    @strawberry.field
    async def may_later(self, pause: int = 0) -> str | None:
        for _ in range(pause):
            await asyncio.sleep(0)
        if self.number % 2:
            raise GraphQLError("odd", extensions={"code": "ODD"})
        return "even"

    @strawberry.field
    def none_where_never(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    async def node(self, add: int = 1) -> "Node | None":
        return Node(number=self.number + add)

    @strawberry.field
    def sure(self, add: int = 1) -> "Node":
        return Node(number=self.number + add)

    @strawberry.field
    async def nodes(self, first: int = 3) -> list["Node"]:
        await asyncio.sleep(0)
        return [Node(number=self.number + each) for each in range(first)]

    @strawberry.field
    def maybe_nodes(self, first: int = 4) -> "list[Node | None] | None":
        return [Node(number=each) if each % 2 else None for each in range(first)]

    @strawberry.field
    def path(self, info: strawberry.Info) -> str:
        return f"{info.path.as_list()} {info.field_name} {info.python_name}"

    @strawberry.field
    def parent(this: strawberry.Parent["Node"]) -> int:  # noqa: N805
        return this.number


def _root_word(root: object, info: strawberry.Info) -> str:
    return f"{root} {sorted(info.variable_values)}"


@strawberry.type
class Query:
    word: str = strawberry.field(resolver=_root_word)

    @strawberry.field
    def node(self, number: int = 1) -> Node:
        return Node(number=number, tags=["x", "y"])

    @strawberry.field
    async def maybe(self, number: int = 1) -> Node | None:
        await asyncio.sleep(0)
        return Node(number=number)

    @strawberry.field
    def part(self) -> Part | None:
        return Broken()  # type: ignore[return-value]

    @strawberry.field
    def animals(self) -> list[Animal | None]:
        return [
            Dog(name="Rex", barks=True),
            Cat(name="Tom", lives=9, enemy=Dog(name="Spike", barks=False)),
            Fish(depth=1.5),
            Node(number=1),  # type: ignore[list-item]
            None,
        ]

    @strawberry.field
    def named(self) -> list[Named]:
        return [Dog(name="Rex", barks=True), Cat(name="Tom", lives=9)]

    @strawberry.field
    def no_dog(self) -> Dog | None:
        return Cat(name="Tom", lives=9)  # type: ignore[return-value]

    @strawberry.field
    def matrix(self) -> list[list[int | None] | None]:
        return [[1, 2**40, None], None, [], (3,)]  # type: ignore[list-item]

    @strawberry.field
    def no_list(self) -> list[int] | None:
        return 7  # type: ignore[return-value]

    @strawberry.field
    def generated(self) -> list[Node]:
        def nodes() -> Iterator[Node]:
            yield Node(number=1)
            yield Node(number=3)

        return nodes()  # type: ignore[return-value]

    @strawberry.field
    def streamed(self) -> list[Node] | None:
        async def nodes() -> AsyncIterator[Node]:
            yield Node(number=1)
            await asyncio.sleep(0)
            yield Node(number=2)

        return nodes()  # type: ignore[return-value]

    @strawberry.field
    def awaitables(self) -> list[Node | None]:
        async def node(number: int) -> Node:
            for _ in range(number):
                await asyncio.sleep(0)
            if number == 2:
                raise ValueError("two")
            return Node(number=number)

        return [node(3), None, node(2), node(0)]  # type: ignore[list-item]

    @strawberry.field
    def numbers_with_one_bad(self) -> list[int]:
        return [1, 2**40, 3]

    @strawberry.field
    def returned_error(self) -> str | None:
        return ValueError("returned")  # type: ignore[return-value]

    @strawberry.field
    def wishes(self, wish: Wish, even: Even = Even(4), day: date | None = None) -> str:
        return f"{wish.colour} {wish.count} {wish.even} {wish.others} {even} {day}"

    @strawberry.field(permission_classes=[Signed])  # type: ignore[untyped-decorator]
    def secret(self) -> str | None:
        return "secret"

    @strawberry.field(permission_classes=[Signed])  # type: ignore[untyped-decorator]
    async def secret_later(self) -> str:
        return "secret"

    @strawberry.field(extensions=[Loud()])  # type: ignore[untyped-decorator]
    def loud(self, word: str = "hey") -> str:
        return word

    shouted: str | None = strawberry.field(resolver=shouted, extensions=[Loud(), Insisting()])
    shouted_later: str | None = strawberry.field(
        resolver=shouted_later, extensions=[Insisting()], permission_classes=[Signed]
    )

    @strawberry.field
    def told(self, id: strawberry.ID, word: str | None, flag: bool) -> str:  # noqa: A002, FBT001
        return f"{id!r} {word!r} {flag!r}"


@dataclass
class Counter:
    value: int = 0


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def add(self, info: strawberry.Info, by: int = 1, pause: int = 0) -> int:
        before = info.context["counter"].value
        for _ in range(pause):
            await asyncio.sleep(0)
        info.context["counter"].value = before + by
        return int(before + by)

    @strawberry.mutation
    def add_now(self, info: strawberry.Info, by: int = 1) -> int | None:
        info.context["counter"].value += by
        if info.context["counter"].value > 100:
            raise ValueError("too many")
        return int(info.context["counter"].value)

    @strawberry.mutation
    async def fail(self) -> int:
        raise ValueError("no")


SCHEMA = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[Dog, Cat],
    config=StrawberryConfig(scalar_map={Even: EVEN}),
)
