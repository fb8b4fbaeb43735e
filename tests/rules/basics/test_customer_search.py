import pytest

from services.rules.basics.customer_search import search_text, search_words

ADA = search_text("Åsa", "Strauß", "Asa.S@Example.com", "C-17")


def is_found(search: str) -> bool:
    return all(word in ADA for word in search_words(search))


@pytest.mark.parametrize(
    "search",
    [
        pytest.param("åsa", id="first-name"),
        pytest.param("  ÅSA   STRAUSS ", id="both-names-in-any-case"),
        pytest.param("sa.s@example", id="part-of-the-address"),
        pytest.param("c-17", id="id"),
        pytest.param("A\u030asa", id="accent-as-a-character-of-its-own"),
        pytest.param("strauß asa", id="last-name-first"),
        pytest.param("example.com c-17", id="parts-that-stand-apart"),
    ],
)
def test_a_customer_is_found_by_names_address_or_id_whatever_the_case(search: str) -> None:
    assert is_found(search)


@pytest.mark.parametrize("search", ["bob", "åsa bob", "asas"])
def test_each_word_must_be_there(search: str) -> None:
    assert not is_found(search)


@pytest.mark.parametrize("search", [None, "", "  "])
def test_an_empty_search_finds_everybody(search: str | None) -> None:
    assert search_words(search) == []
