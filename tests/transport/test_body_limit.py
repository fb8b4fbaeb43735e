"""R14.1: 100,000 bytes of body, announced or chunked."""

from collections.abc import AsyncIterator

import httpx
import pytest

HEADERS = {"content-type": "application/json"}


def _body(size: int) -> bytes:
    body = b'{"query": "{ hello }"}'
    return body + b" " * (size - len(body))


async def _chunked(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 10_000):
        yield body[start : start + 10_000]


@pytest.mark.parametrize(("size", "status"), [(100_000, 200), (100_001, 413), (5_000_000, 413)])
async def test_an_announced_body_is_refused_beyond_the_limit(
    client: httpx.AsyncClient, size: int, status: int
) -> None:
    answer = await client.post("/graphql", content=_body(size), headers=HEADERS)

    assert answer.status_code == status


@pytest.mark.parametrize(("size", "status"), [(100_000, 200), (100_001, 413), (5_000_000, 413)])
async def test_a_chunked_body_is_refused_beyond_the_limit(
    client: httpx.AsyncClient, size: int, status: int
) -> None:
    answer = await client.post("/graphql", content=_chunked(_body(size)), headers=HEADERS)

    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/graphql/admin", "/livez", "/nothing"])
async def test_the_limit_holds_everywhere(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, content=_body(100_001), headers=HEADERS)

    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


async def test_a_length_that_is_no_number_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", content=_body(100), headers={**HEADERS, "content-length": "-1"}
    )

    assert answer.status_code == 413
