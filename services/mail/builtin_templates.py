"""The templates that come with the service, one per kind of mail and language (R11.2).

Layout, body and words are kept apart in templates/mail/; put together they are whole templates,
such as a shop would write, and such as it can change.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from services.rules.basics.enums import EmailKind

LANGUAGES = ("en", "de", "es", "sv")

_FOLDER = Path(__file__).parents[2] / "templates" / "mail"
_WORD = re.compile(r"\[\[(\w+)\]\]")


@dataclass(frozen=True, slots=True)
class EmailTemplate:
    """A template of mail for a locale (BCP 47): its three parts, with named variables in them.

    `is_own` tells the shop's own from those built in.
    """

    code: str
    locale: str
    subject: str
    html: str
    text: str
    is_own: bool = False


def builtin_code(kind: EmailKind) -> str:
    """Return the code of the built-in templates of a kind."""
    return kind.value.lower()


@cache
def builtin_templates() -> Mapping[tuple[str, str], EmailTemplate]:
    """Return the built-in templates by code and language."""
    return {
        (builtin_code(kind), language): _template(kind, language)
        for kind in EmailKind
        for language in LANGUAGES
    }


def _template(kind: EmailKind, language: str) -> EmailTemplate:
    code = builtin_code(kind)
    words = _words(language, code)
    layout, body = _read("layout.html"), _read(f"{code}.html")
    return EmailTemplate(
        code=code,
        locale=language,
        subject=words["subject"],
        html=_filled(layout, {**words, "body": _filled(body, words).rstrip("\n")}),
        text=_filled(_read(f"{code}.txt"), words),
    )


def _words(language: str, code: str) -> dict[str, str]:
    found = tomllib.loads(_read(f"words/{language}.toml"))
    common = {name: word for name, word in found.items() if isinstance(word, str)}
    return {"language": language, **common, **cast("dict[str, str]", found[code])}


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _WORD.sub(lambda place: words[place[1]], text)


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
