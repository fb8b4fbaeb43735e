"""R13.4: GraphQL over HTTP. The facts of the npm suite `graphql-http`, and ours."""

import httpx
import pytest

GRAPHQL_JSON = "application/graphql-response+json"
HELLO = {"query": "{ hello }"}


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
async def test_a_query_is_answered_by_post(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, json={"query": "{ __typename }"})

    assert answer.status_code == 200
    assert answer.json() == {"data": {"__typename": "Query"}}


async def test_a_query_is_answered_by_get_with_its_variables(client: httpx.AsyncClient) -> None:
    answer = await client.get(
        "/graphql",
        params={
            "query": "query Hi($name: String!) { hello(name: $name) }",
            "variables": '{"name": "Zoë"}',
            "operationName": "Hi",
        },
    )

    assert answer.json() == {"data": {"hello": "Hello, Zoë!"}}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, application/json;q=0.9", GRAPHQL_JSON),
        (f"application/json, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.5, application/json", "application/json"),
        (f"{GRAPHQL_JSON};q=0.5, */*", "application/json"),
        (f"application/json;q=0, {GRAPHQL_JSON};q=0.1", GRAPHQL_JSON),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON; charset=utf-8", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=nonsense", GRAPHQL_JSON),
    ],
)
async def test_the_client_chooses_the_media_type_by_quality(
    client: httpx.AsyncClient, accept: str | None, media_type: str
) -> None:
    if accept is None:
        del client.headers["accept"]
    headers = {} if accept is None else {"accept": accept}

    answer = await client.post("/graphql", json=HELLO, headers=headers)

    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"


@pytest.mark.parametrize("accept", ["text/csv", "application/json;q=0", "image/*"])
async def test_a_client_that_reads_nothing_of_ours_is_told_so(
    client: httpx.AsyncClient, accept: str
) -> None:
    answer = await client.post("/graphql", json=HELLO, headers={"accept": accept})

    assert answer.status_code == 406


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b'{"query": "{ hello }", "variables": {"name": "\\ud800"}}',
        b"[" * 50_000,
        b"[" * 2_000 + b"]" * 2_000,
        b'{"query": NaN}',
        b'{"query": "{ hello }", "variables": {"name": NaN}}',
        b'{"query": "{ hello }", "variables": {"name": -Infinity}}',
        b'{"query": "{ hello }", "variables": {"name": 1e400}}',
        b'{"query": "{ hello }", "variables": {"name": ' + b"9" * 5_000 + b"}}",
        b'{"query": "{ hello }", "variables": {"name": 01}}',
        b'{"query": "{ hello }", "variables": {"name": "\x01"}}',
        b'\xef\xbb\xbf{"query": "{ hello }"}',
        b'{"query": "{ hello }"} {}',
        b'"{ hello }"',
        b"null",
        b"17",
        b"{}",
        b'[{"query": "{ hello }"}]',
        b'{"query": ""}',
        b'{"query": {}}',
        b'{"query": "{ hello }", "variables": []}',
        b'{"query": "{ hello }", "variables": "{}"}',
        b'{"query": "{ hello }", "operationName": 1}',
        b'{"query": "{ hello }", "extensions": "none"}',
    ],
)
async def test_a_malformed_body_is_400_never_500(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"] == {
        "category": "graphql-input",
        "code": "BAD_REQUEST",
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"query": 1e400}', "a number is too large, line 1, column 11."),
        (b'{\n"query": NaN}', "expected a JSON value, line 2, column 10."),
        (b"\xff", "not valid UTF-8"),
        (b"[" * 2_000, "depth limit exceeded"),
        (b"", "empty document"),
    ],
    ids=["number", "literal", "bytes", "depth", "nothing"],
)
async def test_a_malformed_body_is_told_what_is_wrong_and_where(
    client: httpx.AsyncClient, body: bytes, reason: str
) -> None:
    answer = await client.post(
        "/graphql", content=body, headers={"content-type": "application/json"}
    )

    message = answer.json()["errors"][0]["message"]
    assert message.startswith("The body can't be read as JSON: ")
    assert reason in message


@pytest.mark.parametrize(
    "variables",
    [
        "{}",
        '{"n": -0}',
        '{"n": 1e2}',
        '{"n": 1.5}',
        '{"n": 1e300}',
        '{"n": 18446744073709551616}',
        '{"n": "5"}',
        '{"n": true}',
        '{"n": ' + "[" * 900 + "]" * 900 + "}",
        '{"n": {"n": {}}}',
        '{"n": 5, "n": "x"}',
        '{"other": "' + "x" * 90_000 + '"}',
    ],
)
async def test_no_value_of_a_variable_makes_the_service_fail(
    client: httpx.AsyncClient, variables: str
) -> None:
    """R13.3: it is answered, or refused as the client's own doing."""
    query = "query ($n: Int) { items(pageSize: $n) { name } }".replace("$n: Int", "$n: Int! = 1")

    answer = await client.post(
        "/graphql",
        content=f'{{"query": "{query}", "variables": {variables}}}',
        headers={"content-type": "application/json"},
    )

    codes = {error["extensions"]["code"] for error in answer.json().get("errors", [])}
    assert answer.status_code == 200
    assert codes <= {"BAD_REQUEST"}


async def test_of_two_values_of_one_key_the_last_counts(client: httpx.AsyncClient) -> None:
    """As in every language's JSON; RFC 8259 leaves it open."""
    answer = await client.post(
        "/graphql",
        content=b'{"query": "{", "query": "{ hello }"}',
        headers={"content-type": "application/json"},
    )

    assert answer.json() == {"data": {"hello": "Hello, world!"}}


@pytest.mark.parametrize("query", ["{}", "{ item {} }", "{ ... {} }", "query Q {}"])
async def test_an_empty_selection_is_a_syntax_error(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.post("/graphql", json={"query": query}, headers={"accept": GRAPHQL_JSON})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"].startswith("Syntax Error")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip"])
async def test_a_compressed_body_is_415_whatever_is_in_it(
    client: httpx.AsyncClient, coding: str
) -> None:
    """R14.1: what it would become has no limit."""
    answer = await client.post("/graphql", json=HELLO, headers={"content-encoding": coding})

    assert answer.status_code == 415
    assert answer.json()["errors"][0]["message"] == "The body must not be compressed."


async def test_a_body_that_says_it_is_not_compressed_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json=HELLO, headers={"content-encoding": "identity"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("parameters", "status"),
    [(HELLO, 200), ({"query": 'mutation { say(text: "a") }'}, 405), ({}, 400)],
    ids=["query", "mutation", "nothing"],
)
async def test_head_answers_the_status_of_get(
    client: httpx.AsyncClient, parameters: dict[str, str], status: int
) -> None:
    by_head, by_get = [
        await client.request(method, "/graphql", params=parameters) for method in ("HEAD", "GET")
    ]

    assert by_head.status_code == by_get.status_code == status
    assert by_head.headers["content-type"] == by_get.headers["content-type"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "query={hello}&query={hello}",
        "query={hello}&variables={}&variables={}",
        'query={hello}&variables={"a":1e400}',
        "query=%FF",
        "query={hello}&variables=[]",
        "query={hello}&variables={",
        "query={hello}&variables=1e",
        "&".join("a=1" for _ in range(30)),
    ],
)
async def test_malformed_parameters_are_400(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"/graphql?{query}")

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
    ],
)
async def test_a_body_that_is_not_json_is_415(
    client: httpx.AsyncClient, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}

    answer = await client.post("/graphql", content=b'{"query": "{ hello }"}', headers=headers)

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'],
)
async def test_json_in_utf8_is_read(client: httpx.AsyncClient, content_type: str) -> None:
    answer = await client.post(
        "/graphql", content=b'{"query": "{ hello }"}', headers={"content-type": content_type}
    )

    assert answer.status_code == 200


async def test_a_mutation_by_get_is_405_and_told_to_post(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": 'mutation { say(text: "a") }'})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


async def test_a_mutation_chosen_by_name_is_405_by_get_too(client: httpx.AsyncClient) -> None:
    document = 'query Q { hello } mutation M { say(text: "a") }'

    read = await client.get("/graphql", params={"query": document, "operationName": "Q"})
    written = await client.get("/graphql", params={"query": document, "operationName": "M"})

    assert (read.status_code, written.status_code) == (200, 405)


async def test_an_operation_name_beside_a_single_anonymous_document_is_ignored(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/graphql", json={**HELLO, "operationName": "getCart"})

    assert answer.json() == {"data": {"hello": "Hello, world!"}}


@pytest.mark.parametrize("name", [None, "", "C"])
async def test_several_operations_need_the_name_of_one(
    client: httpx.AsyncClient, name: str | None
) -> None:
    document = "query A { hello } query B { hello }"

    answer = await client.post("/graphql", json={"query": document, "operationName": name})

    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("name", [None, "A"])
@pytest.mark.parametrize("document", ["{ hello } { hello }", "query A { hello } { hello }"])
async def test_an_operation_without_a_name_goes_alone(
    client: httpx.AsyncClient, document: str, name: str | None
) -> None:
    """R13.4."""
    answer = await client.post("/graphql", json={"query": document, "operationName": name})

    assert "data" not in answer.json()
    assert "anonymous operation" in answer.json()["errors"][0]["message"]


async def test_the_operation_of_the_given_name_runs(client: httpx.AsyncClient) -> None:
    document = 'query A { hello } query B { hello(name: "B") }'

    answer = await client.post("/graphql", json={"query": document, "operationName": "B"})

    assert answer.json() == {"data": {"hello": "Hello, B!"}}


@pytest.mark.parametrize(
    "request_body",
    [
        {"query": "{"},
        {"query": "{ nothing }"},
        {"query": "query ($name: String!) { hello(name: $name) }"},
        {"query": "subscription { hello }"},
    ],
    ids=["syntax", "validation", "variables", "subscription"],
)
async def test_a_refused_request_has_no_data_and_a_status_for_those_who_read_it(
    client: httpx.AsyncClient, request_body: dict[str, object]
) -> None:
    older = await client.post("/graphql", json=request_body)
    newer = await client.post("/graphql", json=request_body, headers={"accept": GRAPHQL_JSON})

    assert (older.status_code, newer.status_code) == (200, 400)
    assert "data" not in older.json()
    assert older.json()["errors"][0]["extensions"]["category"] == "graphql-input"


async def test_a_field_that_fails_leaves_the_status_200(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", json={"query": "{ neverNull }"}, headers={"accept": GRAPHQL_JSON}
    )

    assert answer.status_code == 200
    assert answer.json()["data"] is None


async def test_answers_are_not_cached_and_vary_by_media_type(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params=HELLO)

    assert (answer.headers["cache-control"], answer.headers["vary"]) == ("no-store", "Accept")
