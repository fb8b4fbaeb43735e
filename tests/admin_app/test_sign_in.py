"""Signing in at a real identity provider: code flow with PKCE, renewal, leaving (R12.2)."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.admin_app.office import Office, open_office, settle
from tests.admin_app.provider import Provider, running_provider

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Less than a minute is left of them from the beginning: they are renewed before each use.
_TOKEN_SECONDS = 59


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider(token_seconds=_TOKEN_SECONDS) as running:
        yield running


@pytest.fixture(scope="module")
def office(
    seeded: Path, tmp_path_factory: pytest.TempPathFactory, provider: Provider
) -> Iterator[Office]:
    database = shutil.copy(seeded, tmp_path_factory.mktemp("office") / "guerdon.db")
    with open_office(f"sqlite://{database}", provider.settings()) as running:
        provider.serve(running.url)
        yield running


async def _log_in(page: Page) -> None:
    """Log in at the provider, and agree to what the app asks for."""
    await page.get_by_placeholder("Enter any login").fill("mia")
    await page.get_by_placeholder("and password").fill("secret")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def test_staff_sign_in_at_their_provider_and_come_back_to_where_they_were(
    office: Office, browser: Browser, provider: Provider
) -> None:
    """With the scopes that it gave, a token that is renewed silently, and a way out of both."""
    async with office.visit(
        browser, "/audit?first=1", signed_in=False, elsewhere=provider.issuer
    ) as page:
        await expect(page.get_by_label("Token")).to_have_count(0)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.post_data or ""))

        await page.get_by_role("button", name="Sign in with your company account").click()
        await _log_in(page)

        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        assert page.url == f"{office.url}/admin/audit?first=1"
        assert any("code_verifier=" in body for body in asked)
        assert any("grant_type=refresh_token" in body for body in asked)
        await page.get_by_role("button", name="Account").click()
        await expect(page.get_by_text("Signed in as mia")).to_be_visible()
        await expect(page.get_by_text("reports:read")).to_be_visible()
        assert await page.evaluate("Object.values(localStorage).join().includes('eyJ')") is False

        await page.get_by_role("button", name="Sign out").click()

        await page.get_by_role("button", name="Yes, sign me out").click()
        await settle(page)
        assert page.url == f"{office.url}/admin"
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert await page.evaluate("sessionStorage.length") == 0


async def test_a_provider_that_does_not_answer_keeps_nobody_waiting_nor_signed_in(
    office: Office, browser: Browser, provider: Provider
) -> None:
    """The renewal that is due is given up, the token serves on, and signing out needs nobody."""
    async with office.visit(browser, "/audit", signed_in=False, elsewhere=provider.issuer) as page:
        await page.get_by_role("button", name="Sign in with your company account").click()
        await _log_in(page)
        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        asked: list[str] = []
        await page.route(
            "**/.well-known/openid-configuration", lambda route: asked.append(route.request.url)
        )
        await page.reload()

        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible(timeout=30_000)
        assert len(asked) == 1
        await page.get_by_role("button", name="Account").click()
        await page.get_by_role("button", name="Sign out").click()

        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert await page.evaluate("sessionStorage.length") == 0


async def test_whoever_signs_out_during_a_renewal_stays_out(
    office: Office, browser: Browser, provider: Provider
) -> None:
    """A token that comes late is not kept, though the page stays: the provider moves nobody on."""
    async with office.visit(browser, "/audit", signed_in=False, elsewhere=provider.issuer) as page:
        await page.get_by_role("button", name="Sign in with your company account").click()
        await _log_in(page)
        await expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
        held, released = asyncio.Event(), asyncio.Event()

        async def hold(route: Route) -> None:
            held.set()
            await released.wait()
            await route.fulfill(response=await route.fetch())

        await page.route("**/token", hold)
        await page.route("**/session/end?*", lambda route: route.fulfill(status=204))
        await page.get_by_role("link", name="Outbox").click()
        await held.wait()

        await page.get_by_role("button", name="Account").click()
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        async with page.expect_response("**/token"):
            released.set()
        await settle(page)

        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert await page.evaluate("sessionStorage.length") == 0


async def test_an_answer_that_this_tab_did_not_ask_for_signs_nobody_in(
    office: Office, browser: Browser, provider: Provider
) -> None:
    async with office.visit(
        browser, "/signed-in?code=stolen&state=x", signed_in=False, elsewhere=provider.issuer
    ) as page:
        await expect(page.get_by_text("Signing in did not work")).to_be_visible()
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
