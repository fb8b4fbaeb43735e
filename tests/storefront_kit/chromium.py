"""Chromium as the machine has it: Debian's package, driven by Playwright."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright, expect

MOST_MS = 60_000  # that anything may take on a busy machine
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WORD = (
    "NOT TESTED IN A BROWSER: there is no Chromium on this machine."
    " Install it (Debian: apt-get install chromium) and run the tests again."
)


def find_chromium() -> str:
    """Return the browser to run; without one the test is skipped, and in CI it fails."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(_WORD)
        pytest.skip(_WORD)
    return found


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Run a browser without a window."""
    path = find_chromium()
    expect.set_options(timeout=MOST_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],  # containers, root
        )
        try:
            yield browser
        finally:
            await browser.close()
