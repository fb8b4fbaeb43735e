"""What the README, the guides and GraphiQL show is run as it stands, against the sample shop."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import build_app
from sample.shop import SHOWN_CUSTOMER, seed
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from services.command import clock
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.transport.live.live_server import Events, served

SECRET = "a secret of at least thirty-two bytes"
RULES = TokenRules(SECRET)
ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "guides").glob("*.md")),
]
BLOCK = re.compile(r"^```(graphql|json)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BEARER = re.compile(r"# (?:admin|storefront(?:, as (?P<customer>\S+)(?: on (?P<website>\S+))?)?)\n")


@dataclass
class Example:
    """A document, who asks it and where, and the answer that stands below it."""

    document: str
    customer: str | None
    website: str | None
    variables: dict[str, Any]
    answer: dict[str, Any] | None = None

    @property
    def endpoint(self) -> str:
        return "/graphql" if self.document.startswith("# storefront") else "/graphql/admin"

    def token(self) -> str:
        if self.customer is None:
            return issue_admin_token(rules=RULES, subject="shop", scopes=["admin"], ttl_seconds=60)
        return issue_customer_token(
            rules=RULES, customer_id=self.customer, website_code=self.website, ttl_seconds=60
        )


def examples_of(guide: Path) -> list[Example]:
    """Return what a guide shows, in its order; each document begins with a line saying who asks."""
    found: list[Example] = []
    for kind, text in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if kind == "json":
            found[-1].answer = json.loads(text)
            continue
        head = BEARER.match(text)
        assert head is not None, f"{guide.name} does not say who asks: {text}"
        found.append(Example(text, head["customer"], head["website"], {}))
    return found


def tabs_of(api: str) -> Iterator[Example]:
    """Yield GraphiQL's tabs, in their order."""
    for path in sorted((ROOT / "web" / "examples" / api).glob("*.graphql")):
        values = path.with_suffix(".json")
        variables = json.loads(values.read_text(encoding="utf-8")) if values.exists() else {}
        customer = SHOWN_CUSTOMER if api == "storefront" else None
        yield Example(f"# {api}\n{path.read_text(encoding='utf-8')}", customer, None, variables)


@pytest.fixture
async def sample_shop(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """Yield the whole application with the sample shop in it, as a sandbox."""
    clock.start_clock(sandbox=True)
    await seed(now=await clock.now())
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", database)
    read_settings.cache_clear()
    async with (
        served(build_app(read_settings())) as server,
        httpx.AsyncClient(base_url=server.address, timeout=30) as client,
    ):
        yield client
    read_settings.cache_clear()
    clock.start_clock(sandbox=False)


async def run(client: httpx.AsyncClient, example: Example) -> dict[str, Any]:
    """Return what answers an example; the first event, if many do.

    It must be carried out, unless the answer below it is a refusal.
    """
    asked = client.stream(
        "POST",
        example.endpoint,
        json={"query": example.document, "variables": example.variables},
        headers={
            "authorization": f"Bearer {example.token()}",
            "accept": "application/json, text/event-stream",
        },
    )
    answer: dict[str, Any]
    async with asked as response:
        if response.headers["content-type"].startswith("text/event-stream"):
            _, answer = await Events(response).next()
        else:
            answer = json.loads(await response.aread())
    assert "errors" not in answer, (example.document, answer)
    refused = [
        field["userErrors"]
        for field in answer["data"].values()
        if isinstance(field, dict) and field.get("userErrors")
    ]
    assert refused == [] or example.answer is not None, example.document
    return answer


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.stem for guide in GUIDES])
async def test_a_guides_examples_answer_what_stands_below_them(
    sample_shop: httpx.AsyncClient, guide: Path
) -> None:
    for example in examples_of(guide):
        answer = await run(sample_shop, example)

        assert example.answer is None or answer == example.answer


@pytest.mark.parametrize("api", ["storefront", "admin"])
async def test_graphiqls_tabs_run_one_after_the_other(
    sample_shop: httpx.AsyncClient, api: str
) -> None:
    for example in tabs_of(api):
        await run(sample_shop, example)
