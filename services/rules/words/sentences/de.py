"""The sentences in German."""

from collections.abc import Mapping
from typing import Final

from services.rules.words.sentences.sentence import Forms, Sentence

GERMAN: Final[Mapping[Sentence, Forms]] = {
    Sentence.EARNED_BY_ORDER: {
        "one": "Sie haben {points} Bonuspunkt für die Bestellung {order} erhalten.",
        "other": "Sie haben {points} Bonuspunkte für die Bestellung {order} erhalten.",
    },
    Sentence.EARNED_BY_REGISTERING: {
        "one": "Sie haben {points} Bonuspunkt für Ihre Registrierung erhalten.",
        "other": "Sie haben {points} Bonuspunkte für Ihre Registrierung erhalten.",
    },
    Sentence.EARNED_BY_NEWSLETTER: {
        "one": "Sie haben {points} Bonuspunkt für Ihre Newsletter-Anmeldung erhalten.",
        "other": "Sie haben {points} Bonuspunkte für Ihre Newsletter-Anmeldung erhalten.",
    },
    Sentence.EARNED_BY_REVIEW: {
        "one": "Sie haben {points} Bonuspunkt für Ihre Bewertung erhalten.",
        "other": "Sie haben {points} Bonuspunkte für Ihre Bewertung erhalten.",
    },
    Sentence.EARNED_BY_INVITING: {
        "one": "Sie haben {points} Bonuspunkt für Ihre Einladung erhalten.",
        "other": "Sie haben {points} Bonuspunkte für Ihre Einladung erhalten.",
    },
    Sentence.EARNED_BY_ACTIVITY: {
        "one": "Sie haben {points} Bonuspunkt erhalten: {activity}.",
        "other": "Sie haben {points} Bonuspunkte erhalten: {activity}.",
    },
    Sentence.NOTHING_TO_AWARD: {"other": "Dafür gibt es keine Bonuspunkte."},
    Sentence.SWITCHED_OFF: {"other": "Zurzeit können keine Bonuspunkte gesammelt werden."},
    Sentence.LIMIT_REACHED: {
        "other": "Sie haben dafür schon so oft wie möglich Bonuspunkte erhalten."
    },
    Sentence.ADDRESS_AWARDED: {
        "other": "Für diese E-Mail-Adresse gab es die Bonuspunkte für die Registrierung bereits."
    },
    Sentence.FIRST_SIGNUP_ONLY: {"other": "Nur die erste Newsletter-Anmeldung bringt Bonuspunkte."},
    Sentence.SIGNUP_WAITS: {"other": "Ihre Anmeldung zählt, sobald Sie registriert sind."},
    Sentence.REGISTERED_BEFORE: {
        "other": "Sie waren vor der Einladung registriert: Sie bringt keine Bonuspunkte."
    },
    Sentence.INVITED_ALREADY: {
        "other": "Sie haben eine andere Einladung angenommen: Diese bringt keine Bonuspunkte."
    },
    Sentence.CAP_CUT: {
        "one": "{points} Punkt ging über das Höchstguthaben hinaus und verfällt.",
        "other": "{points} Punkte gingen über das Höchstguthaben hinaus und verfallen.",
    },
    Sentence.ACCOUNT_FULL: {
        "one": "{points} Punkt ist verloren: Mehr passt nicht auf das Konto.",
        "other": "{points} Punkte sind verloren: Mehr passt nicht auf das Konto.",
    },
    Sentence.NOT_EARNED: {
        "one": "{points} Punkt wurde nicht gutgeschrieben: Zurzeit wird nicht gesammelt.",
        "other": "{points} Punkte wurden nicht gutgeschrieben: Zurzeit wird nicht gesammelt.",
    },
    Sentence.NOT_TAKEN_BACK: {
        "one": "{points} Punkt konnte nicht zurückgenommen werden: Er ist ausgegeben.",
        "other": "{points} Punkte konnten nicht zurückgenommen werden: Sie sind ausgegeben.",
    },
    Sentence.USED_NOT_TAKEN: {
        "one": "Der {points} eingesetzte Punkt wurde nicht abgebucht: {missing}.",
        "other": "Die {points} eingesetzten Punkte wurden nicht abgebucht: {missing}.",
    },
    Sentence.MISSING: {"one": "{points} fehlt", "other": "{points} fehlen"},
    Sentence.TOO_LATE: {
        "other": (
            "Die Bestellung war abgeschlossen, bevor sie einen Kunden hatte: Sie bringt keine"
            " Punkte."
        )
    },
}
