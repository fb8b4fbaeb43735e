"""Properties of the guard: linear, and the same whether or not fragments are used."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
import strawberry
from graphql import parse
from hypothesis import given
from hypothesis import strategies as st

from transport.api.execution import graphql_schema
from transport.documents import query_guard
from transport.documents.query_guard import measure_query
from transport.documents.query_limits import QueryLimits, QueryMeasure, QueryTooComplex


@strawberry.type
class Query:
    a: "Query"
    b: "Query"

    @strawberry.field
    def listed(self, first: int | None = 20) -> "list[Query]":
        return [self] * (first or 0)

    @strawberry.field
    def entities(self, representations: list[str]) -> "list[Query]":
        return [self] * len(representations)

    @strawberry.field
    def paged(self, page_size: int | None) -> "list[Query]":
        return [self] * (page_size or 0)


@strawberry.type
class Mutation:
    a: Query


SCHEMA = graphql_schema(strawberry.Schema(query=Query, mutation=Mutation))


def _measure(text: str, variables: dict[str, object] | None = None) -> QueryMeasure:
    return measure_query(SCHEMA, parse(text), variables)


leaves = st.sampled_from(["a", "b", "x: a", "y: b", "__typename"])
inner = st.sampled_from(["a", "z: b", "listed", "listed(first: 3)", "paged(pageSize: 7)", "paged"])


def _selection_sets(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    field = st.tuples(inner, children).map(lambda pair: f"{pair[0]} {pair[1]}")
    return st.lists(st.one_of(leaves, field), min_size=1, max_size=4).map(
        lambda parts: "{ " + " ".join(parts) + " }"
    )


selections = st.recursive(leaves.map(lambda leaf: f"{{ {leaf} }}"), _selection_sets, max_leaves=20)


@given(selections)
def test_a_fragment_measures_like_what_is_in_it(selection: str) -> None:
    plain = _measure(f"{{ listed(first: 2) {selection} }}")
    spread = _measure(f"{{ listed(first: 2) {{ ...F }} }} fragment F on Query {selection}")
    inline = _measure(f"{{ listed(first: 2) {{ ... on Query {selection} }} }}")

    for measure in (spread, inline):
        assert (measure.depth, measure.fields, measure.aliases, measure.cost) == (
            plain.depth,
            plain.fields,
            plain.aliases,
            plain.cost,
        )


@given(selections, st.integers(1, 6))
def test_spreading_twice_measures_twice(selection: str, times: int) -> None:
    once = _measure(f"{{ ...F }} fragment F on Query {selection}")
    often = _measure(f"{{ {'...F ' * times} }} fragment F on Query {selection}")

    assert (often.fields, often.aliases, often.cost) == (
        times * once.fields,
        times * once.aliases,
        times * once.cost,
    )
    assert often.depth == once.depth
    assert often.root_fields == {"": times * once.root_fields[""]}


@given(selections, st.integers(-5, 1_000))
def test_no_page_size_costs_more_than_an_unknown_one(selection: str, page_size: int) -> None:
    text = f"query ($n: Int) {{ listed(first: $n) {selection} }}"

    known, unknown = _measure(text, {"n": page_size}), _measure(text)

    assert unknown.cost_varies
    assert known.cost <= unknown.cost


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ a }", 1),
        ("{ a { b } }", 2),
        ("{ listed(first: 3) { a b } }", 7),
        ("{ listed { a } }", 21),
        ("{ paged { a } }", 101),
        ("{ listed(first: null) { a } }", 101),
        ("{ listed(first: 500) { a } }", 101),
        ("{ listed(first: 0) { a } }", 2),
        ("{ listed(first: -1) { a } }", 2),
        ("{ listed(first: 3) { paged(pageSize: 2) { a } } }", 10),
        ("query A { a } query B { a b }", 3),
        ('{ entities(representations: ["x", "y", "z"]) { a } }', 4),
        ("{ entities(representations: []) { a } }", 2),
        ('{ entities(representations: "x") { a } }', 101),
        ("query ($r: [String!]!) { entities(representations: $r) { a } }", 101),
    ],
)
def test_cost_is_a_field_times_the_page_sizes_above_it(query: str, cost: int) -> None:
    assert _measure(query).cost == cost


@pytest.mark.parametrize(
    ("references", "cost"), [([], 2), (["x"], 2), (["x"] * 7, 8), (["x"] * 500, 101), ("x", 101)]
)
def test_references_cost_as_many_as_there_are(references: object, cost: int) -> None:
    text = "query ($r: [String!]!) { entities(representations: $r) { a } }"

    measure = _measure(text, {"r": references})

    assert (measure.cost, measure.cost_varies) == (cost, True)


def test_root_fields_are_counted_per_operation() -> None:
    measure = _measure(
        "query A { a b ...F } mutation B { a { b } } fragment F on Query { a listed { a } }"
    )

    assert measure.root_fields == {"A": 4, "B": 1}


@pytest.mark.parametrize(
    "query",
    [
        "{ a @x @x @x @x @x @x }",
        "{ ...F @x @x @x @x @x @x } fragment F on Query { a }",
        "{ ... @x @x @x @x @x @x { a } }",
        "{ ...F } fragment F on Query @x @x @x @x @x @x { a }",
        "query @x @x @x @x @x @x { a }",
        "query ($n: Int @x @x @x @x @x @x) { listed(first: $n) { a } }",
    ],
)
def test_directives_are_limited_wherever_they_stand(query: str) -> None:
    with pytest.raises(QueryTooComplex, match="directives"):
        _measure(query).check(QueryLimits())


ENDLESS = 100_000


def steps(text: str) -> int:
    """Return how many calls of the guard's own functions measuring a document takes."""
    document = parse(text)
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code.co_filename == query_guard.__file__
        assert calls < ENDLESS

    sys.setprofile(count)
    try:
        measure_query(SCHEMA, document)
    except QueryTooComplex:
        pass
    finally:
        sys.setprofile(None)
    return calls


def doubling(fragments: int) -> str:
    """Return a document that, written out, has 2 or 3 to the power of `fragments` fields."""
    return (
        "{ ...F0 }"
        + "".join(
            f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} a {{ ...F{n + 1} }} }}"
            for n in range(fragments)
        )
        + f"fragment F{fragments} on Query {{ a }}"
    )


def cycle(fragments: int) -> str:
    """Return a document of fragments of which each spreads all others."""
    names = [f"F{n}" for n in range(fragments)]
    spreads = " ".join(f"...{name}" for name in names)
    return f"{{ {spreads} }}" + "".join(f"fragment {n} on Query {{ a {spreads} }}" for n in names)


SHAPES = {
    "doubling": doubling,
    "cycle": cycle,
    "siblings": lambda n: "{" + " a { b }" * n + "}",
    "inline-fragments": lambda n: "{" + " ... on Query { ... { a } }" * n + "}",
    "page-sizes": lambda n: "{" + " listed(first: 5) { paged(pageSize: 7) { a } }" * n + "}",
    "directives": lambda n: "{" + " a @include(if: true) @skip(if: false)" * n + "}",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_the_work_is_linear_in_the_document(shape: Callable[[int], str]) -> None:
    """R14.1: counted, not timed. A character of a larger document costs no more steps."""
    sizes = (5, 10, 20, 40)

    costs = [steps(shape(size)) / len(shape(size)) for size in sizes]

    assert max(costs) <= 1.2 * costs[0]


def test_a_kilobyte_of_nested_fragments_is_a_few_thousand_steps() -> None:
    """R14.1: each takes about a microsecond, and 50 milliseconds are allowed."""
    documents = [shape(size) for shape in (doubling, cycle) for size in (5, 8, 12, 16)]
    small = [document for document in documents if len(document) < 1_024]

    assert max(steps(document) for document in small) < 5_000
