"""Pages for people, and what browsers are told about every response."""

import dataclasses
import json
import re
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from transport.application import HttpOptions
from transport.pages.built import Assets
from transport.pages.graphiql import ADMIN, STOREFRONT, GraphiQLPage

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
BUILT = (
    '<!doctype html><script type="application/json" id="guerdon">null</script>'
    '<script type="module" crossorigin src="/assets/index-1.js"></script>'
)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(BUILT)
    (tmp_path / "assets" / "index-1.js").write_text("let page;")
    (tmp_path / "secret").write_text("secret")
    return tmp_path


async def _page(directory: Path) -> httpx.Response:
    transport = httpx.ASGITransport(GraphiQLPage(ADMIN, STOREFRONT, directory))
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        return await client.get("/graphql/admin")


@pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
async def test_a_browser_gets_a_page_at_each_api(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers=BROWSER)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_a_client_that_takes_anything_gets_json(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "{ hello }"})

    assert answer.headers["content-type"].startswith("application/json")


async def test_a_post_gets_no_page(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=BROWSER)

    assert answer.json() == {"data": {"hello": "Hello, world!"}}


async def test_the_page_is_told_which_api_it_is_for(built: Path) -> None:
    page = await _page(built)

    block = re.search(r'<script type="application/json" id="guerdon">(.*?)</script>', page.text)
    assert block is not None
    assert json.loads(block[1]) == {
        "api": "admin",
        "endpoint": "/graphql/admin",
        "title": "Admin API",
        "other": {"title": "Storefront API", "endpoint": "/graphql"},
    }


async def test_a_page_that_is_not_built_says_how_to(tmp_path: Path) -> None:
    page = await _page(tmp_path)

    assert "make web" in page.text


@pytest.mark.parametrize(
    ("name", "status"),
    [("index-1.js", 200), ("nothing.js", 404), ("..", 404), ("../secret", 404), ("", 404)],
)
async def test_assets_are_the_built_files_and_no_others(
    built: Path, name: str, status: int
) -> None:
    answer = await _asset(built, name)

    assert answer.status_code == status


async def test_an_asset_may_be_kept_for_ever(built: Path) -> None:
    answer = await _asset(built, "index-1.js")

    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
async def test_an_asset_is_sent_compressed_to_who_can_read_it(
    built: Path, accepted: str, sent: str | None
) -> None:
    (built / "assets" / "index-1.js.br").write_text("small")
    (built / "assets" / "index-1.js.gz").write_text("small")

    answer = await _asset(built, "index-1.js", accepted)

    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert (await _asset(built, "index-1.js.br")).status_code == 404


async def _asset(built: Path, name: str, accepted: str = "") -> Response:
    headers = [(b"accept-encoding", accepted.encode())]
    request = Request({"type": "http", "path_params": {"name": name}, "headers": headers})
    return await Assets(built).show(request)


@pytest.mark.parametrize("path", ["/", "/graphql"])
async def test_pages_run_no_script_but_ours_and_stand_in_no_frame(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers=BROWSER)

    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"


async def test_the_index_links_to_both_apis(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")

    assert 'href="/graphql"' in answer.text
    assert 'href="/graphql/admin"' in answer.text


@pytest.mark.parametrize("path", ["/", "/livez", "/graphql?query={hello}", "/nothing"])
async def test_no_response_may_be_taken_for_another_type(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)

    assert answer.headers["x-content-type-options"] == "nosniff"


class TestWithoutGraphiQL:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(options, graphiql=False)

    async def test_a_browser_gets_json_as_anybody(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/graphql", headers=BROWSER)

        assert answer.status_code == 400
        assert answer.headers["content-type"].startswith("application/json")


class TestCors:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(options, cors_origins=("https://shop.example",))

    @pytest.mark.parametrize(
        "sent",
        [
            "authorization,content-type,store",
            "Store,Content-Currency,X-Magento-Cache-Id,X-ReCaptcha,Preview-Version",
            "X-Captcha,X-Adobe-Company,traceparent,tracestate,X-Request-Id",
        ],
        ids=["ours", "adobes", "others"],
    )
    async def test_a_shop_that_is_named_may_ask(self, client: httpx.AsyncClient, sent: str) -> None:
        """Any of the headers that a storefront for Adobe Commerce sends."""
        answer = await client.options(
            "/graphql",
            headers={
                "origin": "https://shop.example",
                "access-control-request-method": "POST",
                "access-control-request-headers": sent,
            },
        )

        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"
        assert "access-control-allow-credentials" not in answer.headers

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("path", ["/graphql", "/graphql/admin"])
    async def test_each_api_may_be_asked_either_way(
        self, client: httpx.AsyncClient, path: str, method: str
    ) -> None:
        headers = {"origin": "https://shop.example", "access-control-request-method": method}

        answer = await client.options(path, headers=headers)

        assert answer.status_code == 200
        assert method in answer.headers["access-control-allow-methods"]

    @pytest.mark.parametrize(
        "unlike",
        [
            {"origin": "https://evil.example"},
            {"access-control-request-method": "DELETE"},
            {"access-control-request-headers": "cookie"},
        ],
        ids=["origin", "method", "header"],
    )
    async def test_anything_else_is_refused_before_it_is_sent(
        self, client: httpx.AsyncClient, unlike: dict[str, str]
    ) -> None:
        good = {"origin": "https://shop.example", "access-control-request-method": "POST"}

        answer = await client.options("/graphql", headers={**good, **unlike})

        assert answer.status_code == 400

    async def test_another_may_not(self, client: httpx.AsyncClient) -> None:
        headers = {"origin": "https://evil.example"}

        answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)

        assert "access-control-allow-origin" not in answer.headers

    async def test_a_refusal_can_be_read_by_the_shop(self, client: httpx.AsyncClient) -> None:
        headers = {"origin": "https://shop.example"}

        answer = await client.post("/graphql", content=b" " * 200_000, headers=headers)

        assert answer.status_code == 413
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"


async def test_without_named_shops_no_other_origin_may_ask(client: httpx.AsyncClient) -> None:
    headers = {"origin": "https://shop.example"}

    answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)

    assert "access-control-allow-origin" not in answer.headers


async def test_plain_pages_are_readable_in_the_dark_and_have_an_icon(
    client: httpx.AsyncClient,
) -> None:
    for path in ("/", "/unsubscribe/nobodys-token"):
        page = (await client.get(path, headers=BROWSER)).text

        assert '<meta name="color-scheme" content="light dark">' in page
        assert ":root{color-scheme:light dark}" in page
        assert '<link rel="icon" href="data:image/svg+xml,' in page
