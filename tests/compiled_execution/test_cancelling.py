"""Cancelling: who gives a request up gives up all that it awaits, in plans as in graphql-core."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from inspect import isawaitable
from typing import cast

import pytest
import strawberry
from graphql import execute, parse

from tests.compiled_execution.executors import Both, Request, core_schema

Ended = list[str]


async def wait(info: strawberry.Info, name: str) -> str:
    """Wait without end, and note what ended it."""
    started, ended = info.context
    started.append(name)
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        ended.append(name)
        raise
    return name


@strawberry.type
class Branch:
    wait: str = strawberry.field(resolver=wait)

    @strawberry.field
    def branch(self) -> "Branch":
        return Branch()

    @strawberry.field
    async def later(self) -> "Branch":
        await asyncio.sleep(0)
        return Branch()

    @strawberry.field
    async def branches(self) -> list["Branch"]:
        return [Branch(), Branch()]

    @strawberry.field
    async def fail(self) -> str:
        await asyncio.sleep(0)
        raise ValueError("no")


@strawberry.type
class Query(Branch):
    maybe: Branch | None = strawberry.field(resolver=Branch)


@strawberry.type
class Mutation:
    wait: str = strawberry.field(resolver=wait)


BOTH = Both.of(strawberry.Schema(query=Query, mutation=Mutation))
DOCUMENTS = {
    "one": '{ wait(name: "a") }',
    "several": '{ a: wait(name: "a") b: wait(name: "b") }',
    "below": '{ branch { branch { a: wait(name: "a") } } b: wait(name: "b") }',
    "after waiting": '{ later { later { a: wait(name: "a") b: wait(name: "b") } } }',
    "in lists": '{ branches { a: wait(name: "a") branches { b: wait(name: "b") } } }',
    "mutations": 'mutation { a: wait(name: "a") b: wait(name: "b") }',
    "beside an error": '{ maybe { fail a: wait(name: "a") } b: wait(name: "b") }',
}


async def by_graphql_core(request: Request) -> object:
    node = parse(request.document)
    result = execute(core_schema(BOTH.schema), node, context_value=request.context())
    return await result if isawaitable(result) else result


async def by_plan(request: Request) -> object:
    result = BOTH.plan(request).execute(context_value=request.context())
    return await cast("Awaitable[object]", result)


async def ended_by_cancelling(
    ask: Callable[[Request], Awaitable[object]], document: str
) -> tuple[Ended, Ended]:
    """Return what had started, and what of that was cancelled along with the request."""
    context: tuple[Ended, Ended] = ([], [])
    task = asyncio.ensure_future(ask(Request(document, context=lambda: context)))
    for _ in range(20):
        await asyncio.sleep(0)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for _ in range(5):
        await asyncio.sleep(0)
    return context


@pytest.fixture
async def no_task_is_left() -> AsyncIterator[None]:
    yield
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
@pytest.mark.usefixtures("no_task_is_left")
async def test_a_request_that_is_cancelled_cancels_what_it_awaits(document: str) -> None:
    expected = await ended_by_cancelling(by_graphql_core, document)
    found = await ended_by_cancelling(by_plan, document)

    assert found == expected
    started, ended = map(sorted, found)
    assert started == ended != []
