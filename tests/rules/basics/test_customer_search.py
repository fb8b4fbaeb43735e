import pytest

from services.rules.basics.customer_search import search_term, search_text

ADA = search_text("Åsa", "Strauß", "Asa.S@Example.com", "C-17")


@pytest.mark.parametrize(
    "search",
    [
        pytest.param("åsa", id="first-name"),
        pytest.param("  ÅSA   STRAUSS ", id="both-names-in-any-case"),
        pytest.param("sa.s@example", id="part-of-the-address"),
        pytest.param("c-17", id="id"),
        pytest.param("A\u030asa", id="accent-as-a-character-of-its-own"),
    ],
)
def test_a_customer_is_found_by_names_address_or_id_whatever_the_case(search: str) -> None:
    assert search_term(search) in ADA


@pytest.mark.parametrize("search", ["bob", "strauß asa", "example.com c-17"])
def test_what_stands_apart_is_not_found_together(search: str) -> None:
    assert search_term(search) not in ADA


@pytest.mark.parametrize("search", [None, "", "  "])
def test_an_empty_search_finds_everybody(search: str | None) -> None:
    assert search_term(search) == ""
