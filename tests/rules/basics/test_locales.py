from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.locales import check_locale
from services.rules.basics.refusals import Invalid


@pytest.mark.parametrize("tag", ["en", "de-AT", "zh-Hant-TW", "es-419", "EN-gb", "sv-NO", "fil"])
def test_a_known_language_is_taken_in_any_known_country(tag: str) -> None:
    """R1.1."""
    check_locale(tag, path=("locale",))


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("", id="empty"),
        pytest.param("xx", id="no-such-language"),
        pytest.param("en-XX", id="no-such-country"),
        pytest.param("en_GB", id="not-bcp-47"),
        pytest.param("english", id="a-name"),
        pytest.param("en-", id="hyphen-at-the-end"),
        pytest.param("en-GB\n", id="line-end"),
        pytest.param("../../etc", id="path"),
    ],
)
def test_anything_else_is_refused_with_the_field_named(tag: str) -> None:
    """R1.1."""
    with pytest.raises(Invalid) as refusal:
        check_locale(tag, path=("locale",))

    assert refusal.value.path == ("locale",)


@given(tag=st.text(max_size=40) | st.from_regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4}){0,2}"))
def test_whatever_is_sent_is_taken_or_refused(tag: str) -> None:
    """R1.1."""
    with suppress(Invalid):
        check_locale(tag, path=())
        assert 2 <= len(tag) <= 35
