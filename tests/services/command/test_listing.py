"""Lists read from the database page by page, whatever they are sorted by (R14.1)."""

from collections.abc import Sequence

import pytest

from models.tables.operation import AuditEntry
from services.command import audit
from services.command.caller import SYSTEM
from services.command.pages.cursor_page import Page, PageRequest, encode_cursor
from services.command.pages.listing import NEWEST_FIRST, OLDEST_FIRST, Sorting, as_id, list_page
from services.rules.basics.refusals import Invalid
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("database")
NO_ID = "00000000-0000-7000-8000-000000000000"

BY_ACTION = Sorting({"action": as_id, "target": as_id})
BY_ACTION_DOWN = Sorting({"action": as_id, "target": as_id}, newest_first=True)

# Neither in the order of actions nor in that of targets; ids rise as they are written.
WRITTEN = [("b", "1"), ("a", "2"), ("b", "3"), ("a", "1"), ("b", "2"), ("c", "1")]


async def write() -> None:
    for action, target in WRITTEN:
        await audit.record(action=action, target=target, details={}, caller=SYSTEM, now=NOW)


def named(page: Page[AuditEntry]) -> list[tuple[str, str]]:
    return [(row.action, row.target) for row in page.items]


async def all_pages(sorting: Sorting, first: int) -> list[Page[AuditEntry]]:
    pages: list[Page[AuditEntry]] = []
    after = None
    while len(pages) <= len(WRITTEN) and (not pages or pages[-1].has_next):
        pages.append(await list_page(AuditEntry.all(), PageRequest(first, after), sorting))
        after = pages[-1].cursors[-1]
    return pages


@pytest.mark.parametrize("size", [1, 2, 4, 100])
@pytest.mark.parametrize(
    ("sorting", "expected"),
    [
        pytest.param(OLDEST_FIRST, WRITTEN, id="oldest"),
        pytest.param(NEWEST_FIRST, WRITTEN[::-1], id="newest"),
        pytest.param(BY_ACTION, sorted(WRITTEN), id="two-columns"),
        pytest.param(BY_ACTION_DOWN, sorted(WRITTEN, reverse=True), id="two-columns-down"),
    ],
)
async def test_pages_one_after_the_other_are_the_whole_list_in_its_order(
    sorting: Sorting, expected: Sequence[tuple[str, str]], size: int
) -> None:
    await write()

    pages = await all_pages(sorting, size)

    assert [entry for page in pages for entry in named(page)] == expected
    assert [page.has_previous for page in pages] == [False, *[True] * (len(pages) - 1)]


async def test_every_page_counts_all_that_the_query_finds() -> None:
    await write()

    query = AuditEntry.filter(action="b")
    first = await list_page(query, PageRequest(first=2), BY_ACTION)
    rest = await list_page(query, PageRequest(2, first.cursors[-1]), BY_ACTION)

    assert (named(first), named(rest)) == ([("b", "1"), ("b", "2")], [("b", "3")])
    assert (first.total_count, rest.total_count) == (3, 3)
    assert (first.has_next, rest.has_next) == (True, False)


async def test_a_cursor_goes_on_from_its_place_when_its_row_is_gone() -> None:
    await write()
    behind_a_row_that_was = PageRequest(2, encode_cursor("audit_log", "a", "15"))

    page = await list_page(AuditEntry.all(), behind_a_row_that_was, BY_ACTION)

    assert named(page) == [("a", "2"), ("b", "1")]


@pytest.mark.parametrize("sorting", [OLDEST_FIRST, BY_ACTION], ids=["one-column", "two-columns"])
@pytest.mark.parametrize("cursor", [("a", "b", "c"), ("ledger", "a", "15"), ("ledger", NO_ID)])
async def test_a_cursor_of_another_list_is_refused(
    sorting: Sorting, cursor: tuple[str, ...]
) -> None:
    """R14.1: one that is sorted by the same things too."""
    with pytest.raises(Invalid) as refused:
        await list_page(AuditEntry.all(), PageRequest(2, encode_cursor(*cursor)), sorting)

    assert refused.value.path == ("after",)
