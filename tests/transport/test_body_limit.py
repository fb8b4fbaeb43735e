"""R14.1: 100,000 bytes of body, 1,000,000 at the admin API, announced or chunked."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

HEADERS = {"content-type": "application/json"}


def _body(size: int) -> bytes:
    body = b'{"query": "{ __typename }"}'
    return body + b" " * (size - len(body))


async def _chunked(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 10_000):
        yield body[start : start + 10_000]


LIMITS = pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/graphql", 100_000, 200),
        ("/graphql", 100_001, 413),
        ("/graphql", 5_000_000, 413),
        ("/graphql/", 100_001, 413),
        ("/graphql/admin", 1_000_000, 200),
        ("/graphql/admin", 1_000_001, 413),
        ("/graphql/admin/", 1_000_000, 200),
        ("/graphql/admin/", 1_000_001, 413),
    ],
)


@LIMITS
@pytest.mark.parametrize("send", [bytes, _chunked], ids=["announced", "chunked"])
async def test_a_body_is_refused_beyond_its_apis_limit(
    client: httpx.AsyncClient,
    send: Callable[[bytes], bytes | AsyncIterator[bytes]],
    path: str,
    size: int,
    status: int,
) -> None:
    answer = await client.post(path, content=send(_body(size)), headers=HEADERS)

    assert answer.status_code == status


async def test_a_refusal_names_the_limit(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql/admin", content=_body(1_000_001), headers=HEADERS)

    assert answer.json()["errors"] == [
        {
            "message": "The body may have at most 1,000,000 bytes.",
            "extensions": {"category": "graphql-input", "code": "BODY_TOO_LARGE"},
        }
    ]


@pytest.mark.parametrize("path", ["/graphql", "/livez", "/nothing", "/graphql/admin/more"])
async def test_the_limit_holds_everywhere(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, content=_body(100_001), headers=HEADERS)

    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


async def test_a_length_that_is_no_number_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", content=_body(100), headers={**HEADERS, "content-length": "-1"}
    )

    assert answer.status_code == 413
