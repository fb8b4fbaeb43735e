from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.command.pages.cursor_page import (
    PageRequest,
    decode_cursor,
    encode_cursor,
    make_page,
)
from services.command.pages.listing import as_id
from services.rules.basics.refusals import Invalid, OutOfRange

printable = st.text(
    st.characters(categories=["L", "N", "P", "S"], max_codepoint=0xFFFF), min_size=1, max_size=128
)


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_of_another_size_than_1_to_100_is_out_of_range(first: int) -> None:
    """R14.1."""
    with pytest.raises(OutOfRange) as refusal:
        PageRequest(first=first)

    assert refusal.value.path == ("first",)


@pytest.mark.parametrize("first", [1, 100])
def test_the_smallest_and_the_largest_page_are_given(first: int) -> None:
    """R14.1."""
    assert PageRequest(first=first).first == first


@given(position=st.tuples(printable, printable))
def test_a_cursor_leads_back_to_its_place(position: tuple[str, str]) -> None:
    """R14.1."""
    assert decode_cursor(encode_cursor("list", *position), "list", as_id, as_id) == [*position]


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("", id="empty"),
        pytest.param("17", id="number"),
        pytest.param("ädä", id="not-ascii"),
        pytest.param("W10=", id="list-of-nothing"),
        pytest.param("e30=", id="not-a-list"),
        pytest.param("WzFd", id="list-of-a-number"),
        pytest.param("//79", id="no-text"),
        pytest.param(encode_cursor("other", "a"), id="cursor-of-another-list"),
        pytest.param(encode_cursor("list", "a", "b"), id="cursor-of-two-parts"),
        pytest.param(encode_cursor("list", "a\x00b"), id="what-no-database-takes"),
        pytest.param(encode_cursor("list", "\ud800"), id="half-a-character"),
        pytest.param(encode_cursor("list", "x" * 129), id="longer-than-any-id"),
    ],
)
def test_what_is_no_cursor_is_invalid(cursor: str) -> None:
    """R14.1."""
    with pytest.raises(Invalid) as refusal:
        decode_cursor(cursor, "list", as_id)

    assert refusal.value.path == ("after",)


@given(cursor=st.text(max_size=200))
def test_whatever_is_sent_as_a_cursor_is_refused_or_read(cursor: str) -> None:
    """R14.1."""
    try:
        (part,) = decode_cursor(cursor, "list", as_id)
    except Invalid:
        return
    assert 1 <= len(part) <= 128


def test_a_place_that_is_no_id_of_ours_is_invalid() -> None:
    """R14.1."""
    with pytest.raises(Invalid) as refusal:
        decode_cursor(encode_cursor("list", "17"), "list", UUID)

    assert refusal.value.path == ("after",)


@given(size=st.integers(1, 10), count=st.integers(0, 40))
def test_pages_one_after_the_other_are_the_whole_list(size: int, count: int) -> None:
    """R14.1."""
    everything = [f"{number:03}" for number in range(count)]
    seen: list[str] = []
    after: str | None = None
    has_next = True

    while has_next:
        start = "" if after is None else decode_cursor(after, "list", as_id)[0]
        rows = [row for row in everything if row > start][: size + 1]
        page = make_page(
            rows,
            PageRequest(first=size, after=after),
            of="list",
            position=lambda row: [row],
            total_count=count,
        )
        assert page.has_previous == bool(seen)
        seen += page.items
        has_next, after = page.has_next, page.cursors[-1] if page.cursors else None

    assert seen == everything
