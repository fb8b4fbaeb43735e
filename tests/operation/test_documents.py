"""Documents: each is found from the index, and each of their links leads somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FOR_PROGRAMS = ROOT / "llms.txt"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        FOR_PROGRAMS,
        ROOT / "clients" / "storefront" / "README.md",
        ROOT / "compiled_execution" / "README.md",
    ]
)
MARKDOWN = MarkdownIt().enable("table")
FOLDERS = (
    *("bench", "cli", "compiled_execution", "configuration", "deploy", "models", "resolvers"),
    *("sample", "schema", "services", "tests", "transport"),
)
NAMED = re.compile(
    rf"(?<![\w./*{{-])((?:{'|'.join([*FOLDERS, 'clients', 'docs', 'web'])})/"
    r"[\w./-]+\.(?:md|py|sh|ts))\b"
)
# They say what was there when they were written, and are never changed.
MIGRATIONS = ROOT / "models" / "migrations"
NO_SLUG = re.compile(r"[^\w\- ]")


def tokens_of(page: Path) -> Iterator[Token]:
    for token in MARKDOWN.parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def targets_of(page: Path) -> list[str]:
    """Return what a page links to and shows, within the repository."""
    found = [
        str(token.attrs.get("href") or token.attrs.get("src"))
        for token in tokens_of(page)
        if token.type in {"link_open", "image"}
    ]
    return [target for target in found if not urlsplit(target).scheme]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub gives a page's headings; a repeated one is numbered."""
    seen: Counter[str] = Counter()
    anchors: set[str] = set()
    tokens = MARKDOWN.parse(page.read_text(encoding="utf-8"))
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            words = "".join(part.content for part in token.children or ())
            slug = NO_SLUG.sub("", words.lower()).replace(" ", "-")
            anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return anchors


def leads_somewhere(target: str, page: Path) -> bool:
    parts = urlsplit(target)
    file = (page.parent / unquote(parts.path)) if parts.path else page
    if not file.exists():
        return False
    return not parts.fragment or parts.fragment in anchors_of(file)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    assert [each for each in targets_of(page) if not leads_somewhere(each, page)] == []


@pytest.mark.parametrize("index", [DOCS / "README.md", DOCS / "adr" / "README.md"])
def test_an_index_links_to_every_page(index: Path) -> None:
    pages = set(index.parent.glob("*.md")) - {index}
    if index.parent == DOCS:
        pages |= set((DOCS / "guides").glob("*.md"))

    assert sorted(page.name for page in pages - linked_by(index)) == []


def test_decisions_are_listed_in_the_order_of_their_numbers() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")

    numbers = [int(number) for number in re.findall(r"^- (\d+)\. ", index, re.MULTILINE)]

    assert numbers == sorted(set(numbers))


def test_llms_txt_lists_every_document_for_programs_that_read() -> None:
    pages = {*DOCS.glob("*.md"), *(DOCS / "guides").glob("*.md")}

    assert sorted(page.name for page in pages - linked_by(FOR_PROGRAMS)) == []
    assert FOR_PROGRAMS.read_text(encoding="utf-8").startswith("# Guerdon\n\n> ")


def test_a_path_that_code_or_a_page_names_is_there() -> None:
    found = [each for folder in FOLDERS for each in (ROOT / folder).rglob("*.py")]
    sources = [
        each for each in found if each.parent != MIGRATIONS and "node_modules" not in each.parts
    ]

    missing = {
        (each.relative_to(ROOT).as_posix(), path)
        for each in [*sources, *PAGES, *ROOT.glob("*.py")]
        for path in NAMED.findall(each.read_text(encoding="utf-8"))
        if not (ROOT / path).exists() and not (each.parent / path).exists()
    }

    assert missing == set()


def linked_by(index: Path) -> set[Path]:
    return {(index.parent / urlsplit(each).path).resolve() for each in targets_of(index)}
