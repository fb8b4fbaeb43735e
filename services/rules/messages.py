"""What is said to a customer of a command that gave points, in their language (R9.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class _Sentence:
    one: str
    many: str


_EARNED = {
    "en": _Sentence(
        "You earned 1 reward point for order {order}.",
        "You earned {points} reward points for order {order}.",
    ),
    "de": _Sentence(
        "Sie haben 1 Bonuspunkt für die Bestellung {order} erhalten.",
        "Sie haben {points} Bonuspunkte für die Bestellung {order} erhalten.",
    ),
    "es": _Sentence(
        "Ha ganado 1 punto por el pedido {order}.",
        "Ha ganado {points} puntos por el pedido {order}.",
    ),
    "sv": _Sentence(
        "Du har fått 1 bonuspoäng för order {order}.",
        "Du har fått {points} bonuspoäng för order {order}.",
    ),
}
_REGISTERED = {
    "en": _Sentence(
        "You earned 1 reward point for registering.",
        "You earned {points} reward points for registering.",
    ),
    "de": _Sentence(
        "Sie haben 1 Bonuspunkt für Ihre Registrierung erhalten.",
        "Sie haben {points} Bonuspunkte für Ihre Registrierung erhalten.",
    ),
    "es": _Sentence(
        "Ha ganado 1 punto por registrarse.", "Ha ganado {points} puntos por registrarse."
    ),
    "sv": _Sentence(
        "Du har fått 1 bonuspoäng för din registrering.",
        "Du har fått {points} bonuspoäng för din registrering.",
    ),
}


def earned_message(points: int, order_number: str, locale: str) -> str:
    """Say that the customer earned `points` for an order, in `locale` (BCP 47) or English."""
    return _say(_EARNED, points, locale).replace("{order}", order_number)


def registered_message(points: int, locale: str) -> str:
    """Say that the customer earned `points` for registering, in `locale` or English."""
    return _say(_REGISTERED, points, locale)


def _say(sentences: Mapping[str, _Sentence], points: int, locale: str) -> str:
    language = locale.replace("_", "-").split("-")[0].lower()
    sentence = sentences.get(language, sentences[_FALLBACK])
    chosen = sentence.one if points == 1 else sentence.many
    return chosen.replace("{points}", str(points))
