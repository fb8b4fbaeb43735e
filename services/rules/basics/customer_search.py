"""Customer search text: names, address and id, in one case."""

import unicodedata


def search_text(
    first_name: str | None, last_name: str | None, email: str | None, customer_id: str
) -> str:
    """Return what a customer can be found by: the names together, the address, the id."""
    names = f"{first_name or ''} {last_name or ''}"
    return "\n".join(_plain(text) for text in (names, email or "", customer_id))


def search_words(search: str | None) -> list[str]:
    """Return the words that must all occur in a search text; none for every customer."""
    return _plain(search or "").split()


def _plain(text: str) -> str:
    # The databases fold the case of other letters than A to Z each in its own way, or not at all.
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return "".join(letter for letter in words if unicodedata.category(letter) not in {"Cc", "Cs"})
