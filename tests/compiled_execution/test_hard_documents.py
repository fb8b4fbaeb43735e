"""Hard documents, in which all goes wrong that can: a plan answers them as graphql-core does."""

from collections.abc import Mapping

import pytest
from graphql import parse

from tests.compiled_execution.executors import Both, Request, ask_plan, shown
from tests.compiled_execution.hard_schema import SCHEMA, Counter

HARD = Both.of(SCHEMA)

QUERIES = {
    "aliases and order of keys": "{ b: word a: word word node { z: number number a: ratio id } }",
    "typename everywhere": "{ t: __typename node { __typename n: __typename } }",
    "leaves": "{ node { number tags holes price day colour ratio id } }",
    "leaves that cannot be written": (
        "{ part { number colour even flag ratio error plain raises missing later text } }"
    ),
    "a leaf that never may be null": "{ part { plain text } }",
    "an awaitable attribute": "{ part { later } }",
    "fragments": (
        "{ node { ...A ...on Node { number sure { ...B } } } } "
        "fragment A on Node { id ...B } fragment B on Node { price number }"
    ),
    "merging": (
        "{ node { sure { number } sure { id sure { id } } ...A } "
        " node { sure { sure { number price } } } } fragment A on Node { sure { ratio } }"
    ),
    "interfaces": (
        "{ named { __typename name ... on Dog { barks } ... on Cat { lives enemy { barks } } "
        "friend { name ... on Dog { barks friend { name } } } ... on Named { n: name } } }"
    ),
    "unions, one of whose values is of none of their types": (
        "{ animals { __typename ... on Dog { name } ... on Named { name } "
        "... on Fish { depth deeper { deeper { depth } } } } }"
    ),
    "an object of another type": "{ noDog { name } }",
    "a null that bubbles to the next field that may be null": (
        "{ maybe(number: 3) { number sure { sure { sure { must number } } } } word }"
    ),
    "a null that bubbles to the top": "{ word node(number: 3) { number must } }",
    "a null that bubbles to the top later": "{ word node(number: 1) { number mustLater } }",
    "null for what never is": "{ maybe { number noneWhereNever } }",
    "many errors, of which one bubbles": (
        "{ maybe(number: 3) { a: mayLater must mayLater(pause: 2) b: mayLater(pause: 1) } word }"
    ),
    "errors in lists": "{ maybe { maybeNodes(first: 7) { number must mayLater } } }",
    "errors in lists of what may not be null": "{ maybe { nodes { number must } n: number } }",
    "late errors in lists": "{ maybe { nodes { number mustLater mayLater(pause: 1) } n: number } }",
    "late errors in lists of what may be null": (
        "{ maybe { maybeNodes(first: 8) { number mustLater mayLater(pause: 1) } } }"
    ),
    "async in async": (
        "{ maybe { node { nodes(first: 2) { node { nodes(first: 2) { number mayLater } } } } } }"
    ),
    "lists in lists": "{ matrix }",
    "what is no list": "{ noList word }",
    "lists that are iterators": "{ generated { number must } }",
    "lists that are async iterators": "{ streamed { number mayLater } }",
    "lists of awaitables": "{ awaitables { number mayLater } }",
    "a bad number in a list": "{ numbersWithOneBad }",
    "an error that is returned": "{ returnedError }",
    "a path and a parent": "{ maybe { path nodes { path p: path parent node { path } } } }",
    "extensions": '{ loud l: loud(word: "x") }',
    "extensions around functions": '{ shouted s: shouted(word: "x") shoutedLater }',
    "permissions refused": "{ secret word }",
    "permissions refused where null is not allowed": "{ secretLater word }",
    "arguments and their defaults": (
        "{ a: wishes(wish: {}) b: wishes(wish: {colour: BLUE, others: 3, even: null}, even: 6)"
        ' c: wishes(wish: {others: [4, 5]}, day: "2026-11-29") d: wishes(wish: {}, day: null) }'
    ),
    "constant skip and include": (
        "{ a: word @skip(if: true) b: word @include(if: false) c: word @skip(if: false)"
        " ... @include(if: true) { d: word } ...F @skip(if: true) } fragment F on Query { e: word }"
    ),
}


@pytest.mark.parametrize("document", QUERIES.values(), ids=QUERIES.keys())
async def test_a_plan_answers_as_graphql_core_does(document: str) -> None:
    expected, found = await HARD.answers(Request(document, root="root"))

    assert found == expected


async def test_permission_is_asked_for_in_each_request() -> None:
    document = '{ secret secretLater shoutedLater no: shoutedLater(word: "nothing") }'

    refused = await HARD.answers(Request(document))
    allowed = await HARD.answers(Request(document, context=lambda: {"signed": True}))

    assert refused[0] == refused[1]
    assert allowed[0] == allowed[1]
    assert refused != allowed


VARIABLES = (
    "query ($n: Int = 3, $skip: Boolean! = false, $show: Boolean = true, $wish: Wish!, $even: Even)"
    "{ node(number: $n) { number @skip(if: $skip) ...F @include(if: $show) } word"
    " wishes(wish: $wish, even: 8) "
    " same: wishes(wish: {colour: BLUE, even: $even}) }"
    "fragment F on Node { id sure { id @skip(if: $skip) ratio @include(if: $show) } }"
)
VALUES: dict[str, Mapping[str, object]] = {
    "defaults": {"wish": {}},
    "all given": {"n": 5, "skip": True, "show": False, "wish": {"colour": "BLUE"}, "even": 2},
    "skipped": {"skip": True, "wish": {"others": 4}},
    "not shown": {"show": False, "wish": {"count": 9, "even": None}},
    "null for a number": {"n": None, "wish": {}},
    "null for a condition": {"show": None, "wish": {}},
    "missing": {},
    "wrong in many ways": {"n": "x", "skip": 1, "wish": {"colour": "GREEN", "more": 1}, "even": 3},
    "odd": {"wish": {"even": 3}},
    "unknown variables": {"wish": {}, "other": 1},
}


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
async def test_variables_count_as_in_graphql_core(values: Mapping[str, object]) -> None:
    expected, found = await HARD.answers(Request(VARIABLES, values))

    assert found == expected


AS_SENT = (
    "query ($id: ID!, $word: String, $flag: Boolean!)"
    "{ told(id: $id, word: $word, flag: $flag) shouted(word: $word) }"
)
SENT: dict[str, Mapping[str, object]] = {
    "text and a flag": {"id": "7", "word": "x", "flag": True},
    "a number for an id": {"id": 7, "word": "x", "flag": False},
    "null": {"id": "7", "word": None, "flag": True},
    "left out": {"id": "7", "flag": True},
    "a number for a flag": {"id": "7", "word": "x", "flag": 1},
    "a list for text": {"id": "7", "word": ["x"], "flag": True},
    "nothing": {},
    "more than is known": {"id": "7", "word": "x", "flag": True, "other": {"a": []}},
}


@pytest.mark.parametrize("values", SENT.values(), ids=SENT.keys())
async def test_what_needs_no_coercion_counts_as_in_graphql_core(
    values: Mapping[str, object],
) -> None:
    document = AS_SENT.replace("$word: String,", "$word: String = null,")

    expected, found = await HARD.answers(Request(AS_SENT, values))
    with_default = await HARD.answers(Request(document, values))

    assert found == expected
    assert with_default[0] == with_default[1]


async def test_one_plan_takes_good_values_and_refuses_bad_ones() -> None:
    plan = HARD.plans.plan(parse(AS_SENT))
    requests = [Request(AS_SENT, values) for values in SENT.values()]

    answers = [await ask_plan(plan, request) for request in requests]

    assert answers == [await HARD.ask_graphql_core(request) for request in requests]


async def test_one_plan_answers_each_outcome_of_its_conditions() -> None:
    plan = HARD.plans.plan(parse("query ($skip: Boolean!) { word loud @skip(if: $skip) }"))

    answers = [
        await shown(plan.execute(variable_values={"skip": skip}, operation_extensions=None))
        for skip in (True, False, True)
    ]

    assert answers[0] == answers[2]
    assert "loud" not in str(answers[0])
    assert "loud" in str(answers[1])


MUTATIONS = {
    "one after the other": "mutation { a: add(by: 1, pause: 2) b: add(by: 10) c: addNow(by: 5) }",
    "at once first": "mutation { a: addNow b: add(pause: 1) c: addNow d: add(pause: 1) }",
    "none after one that failed": "mutation { a: add b: fail c: add(by: 50) }",
    "on after one that may fail": "mutation { a: addNow(by: 200) b: add c: __typename }",
}


@pytest.mark.parametrize("document", MUTATIONS.values(), ids=MUTATIONS.keys())
async def test_mutations_are_carried_out_one_after_the_other(document: str) -> None:
    counters: list[Counter] = []

    def context() -> dict[str, Counter]:
        counters.append(Counter())
        return {"counter": counters[-1]}

    expected, found = await HARD.answers(Request(document, context=context))

    assert found == expected
    assert {counter.value for counter in counters} == {counters[0].value}
