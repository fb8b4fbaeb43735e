"""Unsubscribe page texts, in the customer's language (R11.2)."""

from dataclasses import dataclass

from services.rules.basics.enums import EmailKind
from services.rules.basics.locales import DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class UnsubscribeWords:
    """The page's title, the question by kind of mail, the button, and the confirmation."""

    title: str
    questions: dict[EmailKind, str]
    button: str
    done: str
    unknown: str


_WORDS = {
    "en": UnsubscribeWords(
        "Unsubscribe",
        {
            EmailKind.BALANCE_UPDATE: "No more mail when your reward points change?",
            EmailKind.EXPIRY_WARNING: "No more mail before your reward points expire?",
        },
        "Unsubscribe",
        "You are unsubscribed. You will not get such mail any more.",
        "This link is not valid.",
    ),
    "de": UnsubscribeWords(
        "Abmelden",
        {
            EmailKind.BALANCE_UPDATE: "Keine E-Mail mehr, wenn sich Ihre Bonuspunkte ändern?",
            EmailKind.EXPIRY_WARNING: "Keine E-Mail mehr, bevor Ihre Bonuspunkte verfallen?",
        },
        "Abmelden",
        "Sie sind abgemeldet und erhalten solche E-Mails nicht mehr.",
        "Dieser Link ist ungültig.",
    ),
    "es": UnsubscribeWords(
        "Darse de baja",
        {
            EmailKind.BALANCE_UPDATE: "¿No recibir más correos cuando cambien sus puntos?",
            EmailKind.EXPIRY_WARNING: "¿No recibir más correos antes de que caduquen sus puntos?",
        },
        "Darse de baja",
        "Se ha dado de baja y no recibirá más correos de este tipo.",
        "Este enlace no es válido.",
    ),
    "sv": UnsubscribeWords(
        "Avsluta prenumerationen",
        {
            EmailKind.BALANCE_UPDATE: "Ingen mer e-post när dina bonuspoäng ändras?",
            EmailKind.EXPIRY_WARNING: "Ingen mer e-post innan dina bonuspoäng förfaller?",
        },
        "Avsluta",
        "Prenumerationen är avslutad och du får ingen sådan e-post mer.",
        "Länken är ogiltig.",
    ),
}


def unsubscribe_words(locale: str = DEFAULT_LOCALE) -> UnsubscribeWords:
    """Return the words in the language of `locale` (BCP 47), else in English."""
    return _WORDS.get(locale.partition("-")[0].lower(), _WORDS[DEFAULT_LOCALE])
