import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.email_address import check_email_address, is_same_person
from services.rules.basics.refusals import Invalid


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.com",
        "ada.lovelace+points@mail.example.co.uk",
        "o'neil_1@xn--bcher-kva.example",
        "a@localhost",
        f"{'a' * 64}@example.com",
    ],
)
def test_a_plain_address_is_taken(address: str) -> None:
    """R1.1."""
    check_email_address(address, path=("email",))


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("", id="empty"),
        pytest.param("ada", id="no-host"),
        pytest.param("@example.com", id="no-name"),
        pytest.param("ada@", id="empty-host"),
        pytest.param("ada@example.com,eve@example.com", id="two-addresses"),
        pytest.param("ada@example.com\r\nBcc: eve@example.com", id="header-injection"),
        pytest.param("ada@example.com\n", id="line-end"),
        pytest.param("Ada <ada@example.com>", id="display-name"),
        pytest.param('"ada"@example.com', id="quoted"),
        pytest.param("ada..l@example.com", id="two-dots"),
        pytest.param(".ada@example.com", id="leading-dot"),
        pytest.param("ada@-example.com", id="leading-hyphen"),
        pytest.param("ada@exa mple.com", id="space"),
        pytest.param("ada@[127.0.0.1]", id="address-literal"),
        pytest.param(f"{'a' * 65}@example.com", id="long-name"),
        pytest.param(f"ada@{'a.' * 130}example", id="long-address"),
    ],
)
def test_anything_else_is_refused_with_the_field_named(address: str) -> None:
    """R1.1, R11.2."""
    with pytest.raises(Invalid) as refusal:
        check_email_address(address, path=("email",))

    assert refusal.value.path == ("email",)


@given(text=st.text(max_size=300))
def test_no_address_that_is_taken_breaks_out_of_a_header(text: str) -> None:
    """R11.2."""
    try:
        check_email_address(f"{text}@example.com", path=())
    except Invalid:
        return

    assert not set(text) & set('\r\n\0,;:<>()[]"\\ @')
    assert text.isascii()


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param("ada@example.com", True, id="itself"),
        pytest.param("ADA@Example.COM", True, id="other-case"),
        pytest.param("ada+shop@example.com", True, id="tag"),
        pytest.param("Ada+a+b@EXAMPLE.com", True, id="two-tags-and-case"),
        pytest.param("ada+@example.com", True, id="empty-tag"),
        pytest.param("ada@example.org", False, id="other-host"),
        pytest.param("a.da@example.com", False, id="dot"),
        pytest.param("+ada@example.com", False, id="nothing-but-a-tag"),
    ],
)
def test_case_and_a_tag_make_no_other_person(other: str, *, same: bool) -> None:
    """R9.3: whichever comes first."""
    assert is_same_person("ada@example.com", other) is same
    assert is_same_person(other, "ada@example.com") is same


def test_what_is_nothing_but_tags_is_told_apart_by_them() -> None:
    """R9.3."""
    assert not is_same_person("+ada@example.com", "+bob@example.com")
