"""Messages to customers about commands that move points, in their language (R9.4)."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.words.sentences.de import GERMAN
from services.rules.words.sentences.en import ENGLISH
from services.rules.words.sentences.es import SPANISH
from services.rules.words.sentences.sentence import Forms, Sentence
from services.rules.words.sentences.sv import SWEDISH

__all__ = ["CATALOGUE", "Sentence", "cut_by", "cut_message", "join_sentences", "say"]

CATALOGUE: Mapping[str, Mapping[Sentence, Forms]] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "sv": SWEDISH,
}
_NAMED = re.compile(r"\{(\w+)\}")
_NOTHING: Mapping[str, int | str] = MappingProxyType({})


def say(sentence: Sentence, locale: str, named: Mapping[str, int | str] = _NOTHING) -> str:
    """Return the sentence in `locale` (BCP 47), or its language, or English.

    What the sentence has in braces is `named`: numbers are written as in that country, texts stay
    as they are. The number of points decides between singular and plural.
    """
    written_in = _locale(locale)
    forms = CATALOGUE[written_in.language][sentence]
    points = named.get("points", 0)
    category = written_in.plural_form(points) if isinstance(points, int) else "other"
    shown = {name: _shown(value, written_in) for name, value in named.items()}
    return _NAMED.sub(lambda found: shown[found[1]], forms.get(category, forms["other"]))


def cut_by(cap: int | None) -> Sentence:
    """Return what says why points were cut: the cap, or the size of an account (R4.1, R3.7)."""
    return Sentence.ACCOUNT_FULL if cap is None else Sentence.CAP_CUT


def cut_message(cut: int, locale: str, *, cap: int | None) -> str | None:
    """Say how many points were cut off, and why, if any were (R4.1, R3.7)."""
    return say(cut_by(cap), locale, {"points": cut}) if cut else None


def join_sentences(sentences: Iterable[str | None]) -> str | None:
    """Return the sentences as one message, None without any."""
    return " ".join(filter(None, sentences)) or None


def _locale(tag: str) -> Locale:
    """Return how numbers are written for whoever reads `tag`, in a language of the catalogue.

    A Swede in Norway reads `sv-NO`, of which no list of locales knows: Swedish it is.
    """
    language = tag.replace("_", "-").split("-")[0].lower()
    if language not in CATALOGUE:
        return Locale.parse(DEFAULT_LOCALE)
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def _shown(value: int | str, locale: Locale) -> str:
    return value if isinstance(value, str) else format_decimal(value, locale=locale)
