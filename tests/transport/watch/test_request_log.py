"""Request ids, one line a request, and what a crash shows (R13.3)."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from structlog.testing import capture_logs

from transport.watch.request_log import RequestLog


async def test_every_response_has_an_id_of_its_own(client: httpx.AsyncClient) -> None:
    ids = {(await client.get(path)).headers["x-request-id"] for path in ("/", "/livez", "/nothing")}

    assert len(ids) == 3


async def test_a_proxys_id_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/livez", headers={"x-request-id": "edge-7f3a.1"})

    assert answer.headers["x-request-id"] == "edge-7f3a.1"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "a\u00e9"])
async def test_what_is_no_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/livez", headers={b"x-request-id": given.encode("latin-1")})

    assert answer.headers["x-request-id"] != given


async def test_a_request_is_one_line_without_its_secrets(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        await client.post(
            "/graphql?token=hidden",
            json={"query": 'query Mine { hello(name: "a@b.example") }'},
            headers={"authorization": "Bearer a.b.c"},
        )

    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["status"], line["outcome"]) == (200, "ok")
    assert (line["operation_type"], line["operation_name"]) == ("query", "Mine")
    for secret in ("hidden", "a@b.example", "a.b.c"):
        assert secret not in str(lines)


@pytest.mark.parametrize(
    ("query", "outcome"),
    [("{ hello }", "ok"), ("{", "refused"), ("{ missing }", "errors"), ("{ broken }", "failed")],
)
async def test_the_line_says_how_it_ended(
    client: httpx.AsyncClient, query: str, outcome: str
) -> None:
    with capture_logs() as lines:
        await client.post("/graphql", json={"query": query})

    assert [line["outcome"] for line in lines if line["event"] == "request"] == [outcome]


async def test_one_id_leads_from_the_answer_to_each_line_of_the_log(
    client: httpx.AsyncClient,
) -> None:
    """R13.3: header, error, traceback and the request's line."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await client.post(
            "/graphql", json={"query": "{ broken }"}, headers={"x-request-id": "edge-7f3a.1"}
        )

    (error,) = answer.json()["errors"]
    assert answer.headers["x-request-id"] == "edge-7f3a.1"
    assert error["extensions"]["requestId"] == "edge-7f3a.1"
    assert any(line.get("exc_info") for line in lines)
    assert {line["request_id"] for line in lines} == {"edge-7f3a.1"}


async def _crash(_: Request) -> Response:
    raise RuntimeError("secret of /srv/app.py")


async def _crash_midway(_: Request) -> Response:
    async def begin() -> AsyncIterator[bytes]:
        yield b"begun"
        raise RuntimeError("secret of /srv/app.py")

    return StreamingResponse(begin())


@pytest.fixture
async def crashing() -> httpx.AsyncClient:
    application = Starlette(
        routes=[Route("/crash", _crash), Route("/midway", _crash_midway)],
        middleware=[Middleware(RequestLog)],
    )
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url="http://guerdon")


async def test_a_crash_is_500_and_shows_nothing_but_the_id(crashing: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        answer = await crashing.get("/crash")

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["message"] == "Internal server error"
    request_id = answer.headers["x-request-id"]
    assert answer.json()["errors"][0]["extensions"]["requestId"] == request_id
    assert [line["outcome"] for line in lines if line["event"] == "request"] == ["failed"]
    assert any(line.get("exc_info") for line in lines)


async def test_a_crash_midway_is_logged_and_ends_the_answer(crashing: httpx.AsyncClient) -> None:
    with capture_logs() as lines, pytest.raises(AssertionError):  # httpx wants answers complete
        await crashing.get("/midway")

    assert [line["event"] for line in lines] == ["request failed", "request"]


@pytest.mark.parametrize(
    "path",
    [
        "/unsubscribe/secret.token",
        "/unsubscribe/secret.token/and/more",
        "/Unsubscribe//secret.token",
        "/x/unsubscribe/secret%0atoken",
    ],
)
async def test_no_line_holds_what_would_unsubscribe_somebody(
    client: httpx.AsyncClient, path: str
) -> None:
    """Case 44."""
    with capture_logs() as lines:
        await client.get(path)

    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["path"].endswith("…")
    assert "secret" not in str(lines)


async def test_an_endless_path_is_cut(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        await client.get("/" + "a" * 5_000)

    (line,) = [line for line in lines if line["event"] == "request"]
    assert len(line["path"]) == 300


HOSTILE = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x202E, 0x2066]))
LOG_HOSTILE = """
import logging, structlog
from transport.watch.log_format import set_up_logging
set_up_logging("{log_format}", "info")
hostile = {hostile!r}
structlog.get_logger("a").info("first " + hostile, path="/" + hostile, listed=[hostile])
logging.getLogger("library").warning("second %s", hostile)
try:
    raise ValueError(hostile)
except ValueError:
    structlog.get_logger("a").exception("third")
    logging.getLogger("library").exception("fourth")
"""


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_line_carries_control_characters(log_format: str) -> None:
    """Case 44: whatever a client sends, a terminal is not moved and no line is forged."""
    program = LOG_HOSTILE.format(log_format=log_format, hostile=HOSTILE)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    text = done.stderr.decode()
    assert not set(text) & (set(HOSTILE) - set("\n\t"))
    assert "\\x1b" in text or "\\u001b" in text
    if log_format == "json":
        events = [json.loads(line)["event"][:6].strip() for line in text.splitlines()]
        assert events == ["first", "second", "third", "fourth"]


LOG = """
import logging, structlog
from transport.watch.log_format import set_up_logging
set_up_logging("{log_format}", "info")
structlog.get_logger("a").debug("unseen")
structlog.get_logger("a").info("seen", points=7)
logging.getLogger("library").warning("library %s", "speaks")
try:
    token = "hid" + "den"
    raise ValueError("a bug")
except ValueError:
    structlog.get_logger("a").exception("failed")
"""


def _log_lines(log_format: str) -> list[str]:
    program = LOG.format(log_format=log_format)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_lines_are_one_document_each() -> None:
    lines = [json.loads(line) for line in _log_lines("json")]

    assert [line["event"] for line in lines] == ["seen", "library speaks", "failed"]
    assert lines[0]["points"] == 7
    assert lines[0]["level"] == "info"
    assert lines[1]["level"] == "warning"
    assert lines[2]["exception"][0]["exc_value"] == "a bug"
    assert "hidden" not in str(lines)


def test_console_lines_can_be_read() -> None:
    text = "\n".join(_log_lines("console"))

    assert "seen" in text
    assert "points=7" in text
    assert "library speaks" in text
    assert "ValueError: a bug" in text
    assert "hidden" not in text
    assert "unseen" not in text.replace("seen", "", 1)
