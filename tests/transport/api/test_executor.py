"""Executor of a server: plans, or graphql-core alone where the operator says so."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import httpx
import pytest

from app import build_app
from services.access.tokens import TokenRules
from settings import SECRET as SECRET_VARIABLE
from settings import Settings
from tests.transport.conftest import ADMIN_SCHEMA, SECRET, STOREFRONT_SCHEMA
from transport.application import HttpOptions, build_application

EXECUTE = "compiled_execution.fields"


@contextmanager
def modules_run() -> Iterator[set[str]]:
    """Collect the names of the modules whose functions are called."""
    names: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            names.add(str(frame.f_globals.get("__name__")))

    sys.setprofile(note)
    try:
        yield names
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
@pytest.mark.parametrize("is_compiled", [True, False])
async def test_plans_answer_unless_they_are_switched_off(*, path: str, is_compiled: bool) -> None:
    options = HttpOptions(TokenRules(SECRET), compiled_execution=is_compiled)
    application = build_application(STOREFRONT_SCHEMA, ADMIN_SCHEMA, options)
    transport = httpx.ASGITransport(application)

    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        with modules_run() as modules:
            answer = await client.post(path, json={"query": "{ __typename }"})

    assert "errors" not in answer.json()
    assert (EXECUTE in modules) == is_compiled


@pytest.mark.parametrize(("given", "is_compiled"), [(None, True), ("1", True), ("0", False)])
async def test_the_environment_switches_plans_off(
    *, monkeypatch: pytest.MonkeyPatch, given: str | None, is_compiled: bool
) -> None:
    monkeypatch.delenv("GUERDON_COMPILED_EXECUTION", raising=False)
    if given is not None:
        monkeypatch.setenv("GUERDON_COMPILED_EXECUTION", given)
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    transport = httpx.ASGITransport(build_app(Settings()))

    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        with modules_run() as modules:
            answer = await client.post("/graphql", json={"query": "{ __typename }"})

    assert answer.json() == {"data": {"__typename": "Query"}}
    assert (EXECUTE in modules) == is_compiled
