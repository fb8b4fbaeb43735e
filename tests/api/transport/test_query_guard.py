"""Properties of the guard: linear, and the same whether or not fragments are used."""

import time

import pytest
import strawberry
from graphql import parse
from hypothesis import given
from hypothesis import strategies as st

from transport.execution import graphql_schema
from transport.query_guard import measure_query
from transport.query_limits import QueryLimits, QueryMeasure, QueryTooComplex


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


def test_the_work_is_linear_in_the_document() -> None:
    def seconds(fragments: int) -> float:
        text = "{ ...F0 }" + "".join(
            f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} a {{ ...F{n + 1} }} }}"
            for n in range(fragments)
        )
        document = parse(text + f"fragment F{fragments} on Query {{ a }}")
        began_at = time.process_time()
        for _ in range(50):
            measure_query(SCHEMA, document)
        return time.process_time() - began_at

    assert seconds(40) < 5 * seconds(20)
