"""R14.1: each limit on a document, at its edge and beyond it; refused before anything runs."""

import httpx
import pytest

TOO_COMPLEX = "QUERY_TOO_COMPLEX"
BAD_REQUEST = "BAD_REQUEST"


async def _codes(client: httpx.AsyncClient, query: str, **rest: object) -> list[str]:
    answer = await client.post("/graphql", json={"query": query, **rest})
    errors = answer.json().get("errors", [])
    return [error["extensions"]["code"] for error in errors]


def _nested(depth: int) -> str:
    return "{" + " item {" * (depth - 1) + " name " + "}" * depth


def _aliases(count: int) -> str:
    return "{" + " ".join(f"a{number}: hello" for number in range(count)) + "}"


def _fields(count: int) -> str:
    return "{" + "hello " * count + "}"


def _fragments(count: int) -> str:
    names = [f"F{number}" for number in range(count)]
    spreads = " ".join(f"...{name}" for name in names)
    return f"{{ {spreads} }}" + " ".join(f"fragment {n} on Query {{ hello }}" for n in names)


def _costing(cost: int) -> str:
    """49 items, each with three fields above 99 others, and single fields for the rest."""
    page = "items(pageSize: 49) { item { item { items(first: 99) { name } } } }"
    return f"{{ {page} {'hello ' * (cost - 4_999)} }}"


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (_nested(10), _nested(11)),
        (_aliases(15), _aliases(16)),
        (_fields(300), _fields(301)),
        (_fragments(30), _fragments(31)),
        (_costing(5_000), _costing(5_001)),
        (f"{{ hello {' ' * 14_991}}}", f"{{ hello {' ' * 14_992}}}"),
    ],
    ids=["depth", "aliases", "fields", "fragments", "cost", "characters"],
)
async def test_a_document_is_run_up_to_the_limit_and_not_beyond(
    client: httpx.AsyncClient, within: str, beyond: str
) -> None:
    assert await _codes(client, within) == []
    assert await _codes(client, beyond) == [TOO_COMPLEX]


async def test_a_thousand_tokens_are_read_and_no_more(client: httpx.AsyncClient) -> None:
    within, beyond = (f"{{ hello(name: [{'1 ' * count}]) }}" for count in (991, 992))

    assert await _codes(client, within) == [BAD_REQUEST]
    assert await _codes(client, beyond) == [TOO_COMPLEX]


async def test_five_directives_on_a_field_are_left_to_validation(
    client: httpx.AsyncClient,
) -> None:
    within, beyond = (f"{{ hello {'@include(if: true) ' * count}}}" for count in (5, 6))

    assert set(await _codes(client, within)) == {BAD_REQUEST}
    assert await _codes(client, beyond) == [TOO_COMPLEX]


async def test_a_document_may_have_five_operations(client: httpx.AsyncClient) -> None:
    within, beyond = (
        " ".join(f"query Q{number} {{ hello }}" for number in range(count)) for count in (5, 6)
    )

    assert await _codes(client, within, operationName="Q0") == []
    assert await _codes(client, beyond, operationName="Q0") == [TOO_COMPLEX]


async def test_operations_count_together(client: httpx.AsyncClient) -> None:
    document = f"query A {_fields(200)} query B {_fields(200)}"

    assert await _codes(client, document, operationName="A") == [TOO_COMPLEX]


_ITEM = f"fragment G on Item {_nested(6)}"


@pytest.mark.parametrize(
    "document",
    [
        _fields(151).replace("hello", "...F") + "fragment F on Query { hello __typename }",
        f"{{ ... {{ ...F }} }} fragment F on Query {_nested(6).replace('name', '...G')} {_ITEM}",
        f"{_aliases(8).replace('{', '{ ...F ')} fragment F on Query {_aliases(8)}",
        "{ items(pageSize: 100) { ...F } } fragment F on Item { items(first: 50) { name } }",
    ],
    ids=["fields", "depth", "aliases", "cost"],
)
async def test_fragments_count_as_if_written_out(client: httpx.AsyncClient, document: str) -> None:
    assert await _codes(client, document) == [TOO_COMPLEX]


PAGES = "query ($n: Int!) { items(pageSize: 10) { items(first: $n) { a: name name } } }"


@pytest.mark.parametrize(("page_size", "codes"), [(10, []), (100, []), (1_000, []), (-5, [])])
async def test_a_page_size_in_a_variable_is_within_reach_of_a_cheap_query(
    client: httpx.AsyncClient, page_size: int, codes: list[str]
) -> None:
    assert await _codes(client, PAGES, variables={"n": page_size}) == codes


@pytest.mark.parametrize(("page_size", "codes"), [(10, []), (20, []), (30, [TOO_COMPLEX])])
async def test_a_page_size_in_a_variable_counts_with_its_value(
    client: httpx.AsyncClient, page_size: int, codes: list[str]
) -> None:
    document = PAGES.replace("pageSize: 10", "pageSize: 100")

    assert await _codes(client, document, variables={"n": page_size}) == codes


@pytest.mark.parametrize(("default", "codes"), [(10, []), (90, [TOO_COMPLEX])])
async def test_a_page_size_left_out_counts_with_its_default(
    client: httpx.AsyncClient, default: int, codes: list[str]
) -> None:
    document = PAGES.replace("Int!", f"Int! = {default}").replace("pageSize: 10", "pageSize: 100")

    assert await _codes(client, document) == codes


async def test_the_schemas_own_page_size_counts(client: httpx.AsyncClient) -> None:
    document = "{ items(pageSize: 100) { items { name } } }"

    assert await _codes(client, document) == [TOO_COMPLEX]


async def test_introspection_has_no_depth_but_an_alias_is_no_introspection(
    client: httpx.AsyncClient,
) -> None:
    chain = "ofType {" * 9 + "name" + "}" * 9

    assert await _codes(client, f"{{ __schema {{ types {{ {chain} }} }} }}") == []
    assert await _codes(client, "{ __schema: " + _nested(11)[1:]) == [TOO_COMPLEX]


@pytest.mark.parametrize(
    "document",
    [
        "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
        "{ ...Unknown }",
        "{ ...F } fragment F on Nothing { hello }",
        "{ nothing { at { all(first: 7) } } }",
        "fragment F on Query { hello }",
        "type Query { hello: String }",
    ],
    ids=["cycle", "unknown fragment", "unknown type", "unknown fields", "fragment", "definition"],
)
async def test_what_makes_no_sense_is_left_to_validation(
    client: httpx.AsyncClient, document: str
) -> None:
    assert set(await _codes(client, document)) == {BAD_REQUEST}


@pytest.mark.parametrize(
    "document",
    [
        "{ hello(name: " + "[" * 400 + "]" * 400 + ") }",
        "{" + " ... {" * 240 + " hello " + "}" * 241,
        "{ items(pageSize: " + "9" * 5_000 + ") { items { name } } }",
    ],
    ids=["values", "inline fragments", "digits"],
)
async def test_absurd_documents_are_refused(client: httpx.AsyncClient, document: str) -> None:
    answer = await client.post("/graphql", json={"query": document})

    assert answer.json()["errors"][0]["extensions"]["code"] in (TOO_COMPLEX, BAD_REQUEST)


async def test_nested_fragments_of_768_bytes_are_too_complex(client: httpx.AsyncClient) -> None:
    levels = range(22)
    document = "{...F0}" + "".join(
        f"fragment F{n} on Query{{...F{n + 1} ...F{n + 1}}}" for n in levels
    )
    document += "fragment F22 on Query{hello}"
    assert 768 < len(document) < 1_000

    assert await _codes(client, document) == [TOO_COMPLEX]


async def test_a_mutation_beyond_a_limit_changes_nothing(client: httpx.AsyncClient) -> None:
    document = "mutation {" + " ".join(f'a{n}: say(text: "{n}")' for n in range(16)) + "}"

    answer = await client.post("/graphql", json={"query": document})

    assert "data" not in answer.json()
