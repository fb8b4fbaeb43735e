"""R14.2: no query runs on for ever."""

import asyncio
import dataclasses

import httpx
import pytest

from transport.application import HttpOptions


@pytest.fixture
def options(options: HttpOptions) -> HttpOptions:
    return dataclasses.replace(options, query_seconds=0.05)


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_slow_query_is_given_up_and_said_to_be(
    client: httpx.AsyncClient, accept: str
) -> None:
    answer = await client.post("/graphql", json={"query": "{ slow }"}, headers={"accept": accept})

    assert answer.status_code == 503
    (error,) = answer.json()["errors"]
    assert error["message"] == "The query took more than 0.05 s."
    assert error["extensions"]["code"] == "QUERY_TIMEOUT"


async def test_nothing_of_it_goes_on_behind_the_answer(client: httpx.AsyncClient) -> None:
    before = asyncio.all_tasks()

    await client.post("/graphql", json={"query": "{ slow hello }"})
    await asyncio.sleep(0)

    assert asyncio.all_tasks() == before


async def test_a_query_in_time_is_answered(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ hello }"})

    assert answer.status_code == 200
