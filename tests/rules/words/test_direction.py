"""Values in a mail don't turn the sentence around them, nor it them (R11.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.limits import BIDI_CONTROLS, check_name
from services.rules.basics.refusals import Invalid
from services.rules.words.direction import (
    Link,
    isolated_in_a_line,
    isolated_in_html,
    isolated_in_text,
    marked,
)

ARABIC = "متجر"


@pytest.mark.parametrize(
    ("html", "isolated"),
    [
        (f"<p>{marked(ARABIC)}: +1</p>", f"<p><bdi>{ARABIC}</bdi>: +1</p>"),
        (f'<i title="{marked("a")}">b</i>', '<i title="\u2068a\u2069">b</i>'),
        (f"<title>{marked('a')}</title>{marked('b')}", "<title>\u2068a\u2069</title><bdi>b</bdi>"),
        (f'<a href="{marked(Link("https://x"))}">c</a>', '<a href="https://x">c</a>'),
    ],
    ids=["text", "attribute", "title", "link"],
)
def test_a_value_in_html_is_an_element_and_in_a_tag_characters(html: str, isolated: str) -> None:
    assert isolated_in_html(html) == isolated


def test_a_value_in_text_is_between_isolating_characters() -> None:
    assert isolated_in_text(f"At {marked(ARABIC)}: {marked('+1,234')}") == (
        f"At \u2068{ARABIC}\u2069: \u2068+1,234\u2069"
    )


def test_a_subject_is_isolated_where_a_letter_runs_from_right_to_left() -> None:
    assert isolated_in_a_line(f"{marked('+5')} at {marked('Shop')}") == "+5 at Shop"
    assert isolated_in_a_line(f"{marked('+5')} at {marked(ARABIC)}") == (
        f"\u2068+5\u2069 at \u2068{ARABIC}\u2069"
    )


def test_nothing_is_nothing_and_numbers_of_rows_are_as_they_are() -> None:
    assert (marked(""), marked(3)) == ("", "3")


@given(value=st.text(st.sampled_from([*sorted(BIDI_CONTROLS), "\x02", "\x03", "a", "א"])))
def test_no_value_ends_its_own_isolation(value: str) -> None:
    shown = isolated_in_text(marked(value))

    assert shown.count("\u2068") == shown.count("\u2069") <= 1
    assert BIDI_CONTROLS.isdisjoint(shown[1:-1])


@pytest.mark.parametrize("control", sorted(BIDI_CONTROLS), ids=ascii)
def test_a_name_that_changes_the_direction_of_what_follows_is_refused(control: str) -> None:
    with pytest.raises(Invalid):
        check_name(f"Ada{control}", path=("name",))


@pytest.mark.parametrize("name", [ARABIC, "אדה", "Ada\u200f", "Ada\u200e"], ids=ascii)
def test_names_from_right_to_left_and_their_marks_are_fine(name: str) -> None:
    check_name(name, path=("name",))
