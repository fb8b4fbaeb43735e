"""What the README, the guides and GraphiQL show is run as it stands, against the sample shop."""

import asyncio
import json
import re
import shlex
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import build_app
from models.database import close_database, open_database
from sample.past import SHOWN_CUSTOMER
from sample.shop import seed
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from services.command import clock
from services.webhooks.options import WebhookOptions, start_webhooks
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.citus_cluster import is_on_citus
from tests.pasts import Past
from tests.transport.live.live_server import Events, served

SECRET = "a secret of at least thirty-two bytes"
RULES = TokenRules(SECRET)
ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "guides").glob("*.md")),
]
BLOCK = re.compile(r"^```(graphql|json|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\$ \./guerdon (?P<words>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)")
NOBODY = "without a token"
BEARER = re.compile(
    rf"# (?:admin|storefront(?:, (?:{NOBODY}|as (?P<customer>\S+))(?: on (?P<website>\S+))?)?)\n"
)


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

    def headers(self) -> dict[str, str]:
        """Return what says who asks; nobody names their website in a header of its own."""
        if NOBODY in self.document.partition("\n")[0]:
            return {"store": self.website or ""}
        return {"authorization": f"Bearer {self.token()}"}

    def token(self) -> str:
        if self.customer is None:
            return issue_admin_token(rules=RULES, subject="shop", scopes=["admin"], ttl_seconds=60)
        return issue_customer_token(
            rules=RULES, customer_id=self.customer, website_code=self.website, ttl_seconds=60
        )


@dataclass
class Command:
    """A command of the terminal, and what it prints."""

    words: str
    printed: str


def examples_of(guide: Path) -> list[Example | Command]:
    """Return what a guide shows, in its order; each document begins with a line saying who asks."""
    found: list[Example | Command] = []
    for kind, text in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if kind == "json":
            asked = found[-1]
            assert isinstance(asked, Example), f"{guide.name} answers no question: {text}"
            assert asked.answer is None, f"{guide.name} answers twice: {text}"
            asked.answer = json.loads(text)
            continue
        if kind == "console":
            commands = [Command(each["words"], each["printed"]) for each in COMMAND.finditer(text)]
            assert commands, f"{guide.name} shows no command of ours: {text}"
            found += commands
            continue
        head = BEARER.match(text)
        assert head is not None, f"{guide.name} does not say who asks: {text}"
        found.append(Example(text, head["customer"], head["website"], {}))
    return found


def tabs_of(api: str) -> Iterator[Example]:
    """Yield GraphiQL's tabs, in their order."""
    for path in sorted((ROOT / "web" / "graphiql" / "examples" / api).glob("*.graphql")):
        values = path.with_suffix(".json")
        variables = json.loads(values.read_text(encoding="utf-8")) if values.exists() else {}
        customer = SHOWN_CUSTOMER if api == "storefront" else None
        yield Example(f"# {api}\n{path.read_text(encoding='utf-8')}", customer, None, variables)


@pytest.fixture
def past() -> Past:
    return _seeded


async def _seeded(url: str) -> None:
    await open_database(url, citus=is_on_citus())
    await seed(now=clock.real_now())
    await close_database()


@pytest.fixture
async def sample_shop(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """Yield the whole application with the sample shop in it, as a sandbox."""
    clock.start_clock(sandbox=True)
    start_webhooks(WebhookOptions(SECRET, is_sandbox=True))
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
        headers={**example.headers(), "accept": "application/json, text/event-stream"},
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


def shortened(answer: object, shown: object) -> object:
    """Return an answer with its texts cut off where what is shown ends in "…", as with dates."""
    if isinstance(answer, dict) and isinstance(shown, dict):
        return {name: shortened(value, shown.get(name)) for name, value in answer.items()}
    if isinstance(answer, list) and isinstance(shown, list) and len(answer) == len(shown):
        return [shortened(value, other) for value, other in zip(answer, shown, strict=True)]
    if isinstance(answer, str) and isinstance(shown, str) and shown.endswith("…"):
        return f"{answer[: len(shown) - 1]}…"
    return answer


async def printed_by(command: Command) -> str:
    """Return what `./guerdon` prints, on the database of the shop."""
    process = await asyncio.create_subprocess_exec(
        str(ROOT / "guerdon"), *shlex.split(command.words), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    return printed.decode()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: str(guide.relative_to(ROOT)))
async def test_a_guides_examples_answer_what_stands_below_them(
    sample_shop: httpx.AsyncClient, guide: Path
) -> None:
    for example in examples_of(guide):
        if isinstance(example, Command):
            assert await printed_by(example) == example.printed
            continue
        answer = await run(sample_shop, example)

        assert example.answer is None or shortened(answer, example.answer) == example.answer


def test_the_readme_shows_a_question_a_command_and_a_proof() -> None:
    examples = examples_of(ROOT / "README.md")
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    answered = [isinstance(each, Command) or each.answer is not None for each in examples]
    assert answered == [True] * 3
    assert isinstance(examples[-1], Command)
    assert text.count("\n") <= 120


@pytest.mark.parametrize("page", [*GUIDES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem)
def test_documents_name_the_command_that_a_checkout_has(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"(?:`|^    |[A-Z]=\S+ )guerdon [a-z-]+", text, re.MULTILINE) == []


@pytest.mark.parametrize("api", ["storefront", "admin"])
async def test_graphiqls_tabs_run_one_after_the_other(
    sample_shop: httpx.AsyncClient, api: str
) -> None:
    for example in tabs_of(api):
        await run(sample_shop, example)


@pytest.mark.parametrize("api", ["storefront", "admin"])
def test_a_tab_shows_its_whole_text_on_a_laptops_screen(api: str) -> None:
    lines = [line for tab in tabs_of(api) for line in tab.document.splitlines()]

    # What GraphiQL has room for at 1280 pixels: the rest of a line is under its buttons.
    assert [line for line in lines if len(line) > 55] == []


async def test_the_tab_of_live_points_tells_how_to_change_them(
    sample_shop: httpx.AsyncClient,
) -> None:
    (tab,) = [each for each in tabs_of("storefront") if "subscription" in each.document]
    comment = "\n".join(line[2:] for line in tab.document.splitlines() if line.startswith("#   "))
    said = Example(f"# admin\n{comment}", None, None, {})
    asked = sample_shop.stream(
        "POST",
        tab.endpoint,
        json={"query": tab.document},
        headers={"authorization": f"Bearer {tab.token()}", "accept": "text/event-stream"},
    )

    async with asked as response:
        events = Events(response)
        _, before = await events.next()
        changed = await run(sample_shop, said)
        _, after = await events.next()

    balances = [
        each["data"]["reward_points_changed"]["balance"]["points"] for each in (before, after)
    ]
    assert changed["data"]["pointsAdjust"]["userErrors"] == []
    assert balances == [602, 607]
