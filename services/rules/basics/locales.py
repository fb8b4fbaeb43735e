"""Locales: BCP 47 tags of a known language, with or without a known country."""

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from services.rules.basics.refusals import Invalid, Path

DEFAULT_LOCALE = "en"
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}|[0-9]{3}))?")
_SCRIPT_LENGTH = 4


def check_locale(tag: str, *, path: Path) -> None:
    """Refuse anything but a language, perhaps with a script and a country: `en`, `de-AT`.

    Language and country are looked up each on its own: a Swede in Norway has a right to `sv-NO`,
    which no list of locales knows. Raises Invalid.
    """
    parts = _TAG.fullmatch(tag)
    if parts is None or not _is_language(parts[1]) or not _is_country(parts[2]):
        raise Invalid("Must be a known locale, like en or de-AT.", path=path)


def canonical_locale(tag: str) -> str:
    """Return a locale as it is usually written, `de-AT`, whatever case it came in."""
    language, *others = tag.split("-")
    written = [part.title() if len(part) == _SCRIPT_LENGTH else part.upper() for part in others]
    return "-".join((language.lower(), *written))


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except UnknownLocaleError:
        return False
    return True


def _is_country(code: str | None) -> bool:
    return code is None or code.upper() in _countries()


@cache
def _countries() -> Mapping[str, str]:
    """Return the names of countries by code; read at first use, as all of a locale (ADR 244)."""
    names: Mapping[str, str] = Locale.parse(DEFAULT_LOCALE).territories
    return names
