import re

import pytest
from babel import Locale

from services.rules.words.messages import CATALOGUE, Sentence, cut_message, join_sentences, say


@pytest.mark.parametrize(
    ("points", "locale", "text"),
    [
        pytest.param(50, "en", "You earned 50 reward points for order 1001.", id="many"),
        pytest.param(1, "en", "You earned 1 reward point for order 1001.", id="one"),
        pytest.param(
            1, "de-CH", "Sie haben 1 Bonuspunkt für die Bestellung 1001 erhalten.", id="german"
        ),
        pytest.param(1, "sv", "Du har fått 1 bonuspoäng för order 1001.", id="one-in-swedish"),
        pytest.param(50, "es", "Ha ganado 50 puntos por el pedido 1001.", id="spanish"),
        pytest.param(
            2_000_000, "es", "Ha ganado 2.000.000 de puntos por el pedido 1001.", id="millions"
        ),
        pytest.param(50, "ja-JP", "You earned 50 reward points for order 1001.", id="not-known"),
        pytest.param(50, "sv-NO", "Du har fått 50 bonuspoäng för order 1001.", id="no-such-pair"),
        pytest.param(50, "DE", "Sie haben 50 Bonuspunkte für die Bestellung 1001 erhalten.",
                     id="in-capitals"),
    ],
)  # fmt: skip
def test_the_customer_reads_what_was_earned(points: int, locale: str, text: str) -> None:
    """R9.4."""
    assert say(Sentence.EARNED_BY_ORDER, locale, {"points": points, "order": "1001"}) == text


@pytest.mark.parametrize(
    ("locale", "number"),
    [("en-US", "12,345"), ("de-DE", "12.345"), ("de-CH", "12’345"), ("sv", "12\xa0345")],  # noqa: RUF001 - as Switzerland writes it
)
def test_numbers_are_written_as_in_the_customers_country(locale: str, number: str) -> None:
    """R9.4."""
    assert number in say(Sentence.CAP_CUT, locale, {"points": 12_345})


def test_an_order_number_with_braces_is_shown_as_it_is() -> None:
    """R9.4, R1.3: the number is the caller's own."""
    named: dict[str, int | str] = {"points": 2, "order": "{points}"}

    said = say(Sentence.EARNED_BY_ORDER, "en", named)

    assert said == "You earned 2 reward points for order {points}."


@pytest.mark.parametrize(
    ("cut", "cap", "said"),
    [
        (0, 5, None),
        (1, 5, "The balance cap cut 1 point off."),
        (2, None, "2 points are lost: the account can't hold more."),
    ],
)
def test_what_cut_points_is_said_and_nothing_of_nothing(
    cut: int, cap: int | None, said: str | None
) -> None:
    """R4.1, R3.7."""
    assert cut_message(cut, "en", cap=cap) == said


@pytest.mark.parametrize(
    ("sentences", "said"), [([], None), ([None], None), (["A.", None, "B."], "A. B.")]
)
def test_sentences_become_one_message_or_none(sentences: list[str | None], said: str) -> None:
    """R9.4."""
    assert join_sentences(sentences) == said


@pytest.mark.parametrize("language", CATALOGUE)
def test_every_sentence_is_there_in_every_language(language: str) -> None:
    """R9.4."""
    assert set(CATALOGUE[language]) == set(Sentence)


@pytest.mark.parametrize("language", CATALOGUE)
@pytest.mark.parametrize("sentence", Sentence)
def test_whatever_the_number_is_a_sentence_names_the_same_in_every_language(
    language: str, sentence: Sentence
) -> None:
    """R9.4: each plural form that the language has, and no other, names what English names."""
    expected = _named(CATALOGUE["en"][sentence]["other"])

    forms = CATALOGUE[language][sentence]

    assert set(forms) <= {*Locale.parse(language).plural_form.tags, "other"}
    assert [_named(form) for form in forms.values()] == [expected] * len(forms)


def _named(form: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", form))
