"""R13.4: what no route takes is refused with a status, `Allow` and a JSON error, everywhere."""

from itertools import product

import httpx
import pytest

GRAPHQL_JSON = "application/graphql-response+json"
GRAPHQL = ["/graphql", "/graphql/admin"]
PAGES = ["/", "/livez", "/readyz", "/metrics", "/assets/page.js"]


def _error(answer: httpx.Response) -> dict[str, object]:
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    (error,) = answer.json()["errors"]
    assert error["message"]
    extensions: dict[str, object] = error["extensions"]
    return extensions


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize(
    ("path", "allow"),
    [*((path, "GET, HEAD, POST") for path in GRAPHQL), *((path, "GET, HEAD") for path in PAGES)],
)
async def test_a_method_that_a_route_does_not_know_is_405_and_told_what_goes(
    client: httpx.AsyncClient, path: str, allow: str, method: str
) -> None:
    """R13.4."""
    answer = await client.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
    assert _error(answer) == {"category": "graphql-input", "code": "METHOD_NOT_ALLOWED"}


@pytest.mark.parametrize("path", ["/graphql/", "/graphql/admin/"])
async def test_a_slash_behind_an_apis_path_makes_no_difference(
    client: httpx.AsyncClient, path: str
) -> None:
    """Case 32."""
    answer = await client.post(path, json={"query": "{ __typename }"})

    assert "errors" not in answer.json()


@pytest.mark.parametrize("path", PAGES)
async def test_what_is_only_read_takes_no_post(client: httpx.AsyncClient, path: str) -> None:
    """R13.4."""
    answer = await client.post(path, json={"query": "{ hello }"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *product(["GET", "POST", "PUT", "BREW"], ["/nothing", "/graphql/nothing"]),
        ("GET", "/assets/nothing.js"),
    ],
)
async def test_a_path_that_leads_nowhere_is_404(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    """R13.4."""
    answer = await client.request(method, path)

    assert answer.status_code == 404
    assert _error(answer) == {"category": "graphql-no-such-entity", "code": "NOT_FOUND"}


@pytest.mark.parametrize(("method", "path"), [("POST", "/livez"), ("POST", "/nothing")])
async def test_a_client_of_the_newer_media_type_gets_it(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    """R13.4."""
    answer = await client.request(method, path, headers={"accept": GRAPHQL_JSON})

    assert answer.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"
