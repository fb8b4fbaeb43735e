"""Start of a process whose database doesn't answer: alive at once, ready later (R18.2)."""

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

import settings
from app import build_app
from tests.api.admin.asking import SECRET


@pytest.fixture
def black_hole() -> Iterator[str]:
    """Yield the address of a database that takes connections and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # nobody accepts: what connects waits in the kernel
        yield f"postgres://guerdon@127.0.0.1:{silent.getsockname()[1]}/guerdon"


async def test_a_database_that_never_answers_does_not_hold_up_the_start(
    black_hole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.SECRET, SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", black_hole)
    settings.read_settings.cache_clear()
    app = build_app(settings.read_settings())
    settings.read_settings.cache_clear()
    transport = httpx.ASGITransport(app)
    began = time.monotonic()

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client,
    ):
        seconds = time.monotonic() - began
        alive, ready = await client.get("/livez"), await client.get("/readyz")

    assert seconds < 5
    assert (alive.status_code, ready.status_code) == (200, 503)
