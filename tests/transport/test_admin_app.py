"""The admin app's page: at /admin and below, its policy, and what it is told of signing in."""

import dataclasses
import json
import re
from pathlib import Path

import httpx
import pytest

from transport.application import HttpOptions
from transport.pages.app_page import AdminApp, StaffProvider

BUILT = (
    '<!doctype html><script type="application/json" id="guerdon">null</script>'
    '<script type="module" src="/admin/assets/index-1.js"></script>'
)
PROVIDER = StaffProvider(
    issuer="https://login.example:8443/realms/shop</script>",
    client_id="guerdon",
    scopes="openid guerdon:admin",
    audience="guerdon-api",
)


@pytest.fixture
def app(tmp_path: Path) -> AdminApp:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(BUILT)
    (tmp_path / "assets" / "index-1.js").write_text("let app;")
    return AdminApp(version="1.2.3", directory=tmp_path)


@pytest.fixture
def options(options: HttpOptions, app: AdminApp) -> HttpOptions:
    return dataclasses.replace(options, admin_app=app)


def _told(page: httpx.Response) -> dict[str, object]:
    block = re.search(r'<script type="application/json" id="guerdon">(.*?)</script>', page.text)
    assert block is not None
    told: dict[str, object] = json.loads(block[1])
    return told


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/customers/ada?tab=lots"])
async def test_every_address_of_the_app_is_its_page(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path)

    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert _told(page)["version"] == "1.2.3"


async def test_its_files_are_below_it(client: httpx.AsyncClient) -> None:
    script = await client.get("/admin/assets/index-1.js")
    nothing = await client.get("/admin/assets/index-2.js")

    assert script.text == "let app;"
    assert "immutable" in script.headers["cache-control"]
    assert nothing.status_code == 404


async def test_only_styles_with_the_page_s_own_nonce_are_applied(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/admin"), await client.get("/admin")

    for page in (first, second):
        policies = page.headers.get_list("content-security-policy")
        assert len(policies) == 1
        assert f"style-src 'self' 'nonce-{_told(page)['styleNonce']}';" in policies[0]
        assert "script-src 'self';" in policies[0]
        assert "connect-src 'self';" in policies[0]
        assert "unsafe" not in policies[0]
        assert page.headers["x-frame-options"] == "DENY"
    assert _told(first)["styleNonce"] != _told(second)["styleNonce"]


async def test_without_a_provider_staff_sign_in_with_a_token(client: httpx.AsyncClient) -> None:
    told = _told(await client.get("/admin"))

    assert (told["provider"], told["takesTokens"]) == (None, True)


class TestWithAProvider:
    @pytest.fixture
    def app(self, app: AdminApp) -> AdminApp:
        return dataclasses.replace(app, provider=PROVIDER)

    async def test_the_page_may_ask_it_and_nobody_else(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/admin")

        policy = page.headers["content-security-policy"]
        assert "connect-src 'self' https://login.example:8443;" in policy
        told = _told(page)
        assert told["provider"] == {
            "issuer": PROVIDER.issuer,
            "clientId": "guerdon",
            "scopes": "openid guerdon:admin",
            "audience": "guerdon-api",
        }
        assert told["takesTokens"] is False


class TestWithAProviderInASandbox:
    @pytest.fixture
    def app(self, app: AdminApp) -> AdminApp:
        return dataclasses.replace(app, provider=PROVIDER, sandbox=True)

    async def test_a_token_may_be_pasted_too(self, client: httpx.AsyncClient) -> None:
        assert _told(await client.get("/admin"))["takesTokens"] is True


class TestNotBuilt:
    @pytest.fixture
    def app(self, app: AdminApp, tmp_path: Path) -> AdminApp:
        (tmp_path / "index.html").unlink()
        return app

    async def test_the_page_says_how_to_have_it(self, client: httpx.AsyncClient) -> None:
        page = await client.get("/admin")

        assert "make web" in page.text
        assert "Node" in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]


class TestSwitchedOff:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(options, admin_app=None)

    async def test_nothing_is_there_and_nothing_links_to_it(
        self, client: httpx.AsyncClient
    ) -> None:
        assert (await client.get("/admin")).status_code == 404
        assert (await client.get("/admin/assets/index-1.js")).status_code == 404
        assert 'href="/admin"' not in (await client.get("/")).text


async def test_the_index_links_to_it(client: httpx.AsyncClient) -> None:
    assert 'href="/admin"' in (await client.get("/")).text
