"""The sentences in Swedish."""

from collections.abc import Mapping
from typing import Final

from services.rules.words.sentences.sentence import Forms, Sentence

SWEDISH: Final[Mapping[Sentence, Forms]] = {
    Sentence.EARNED_BY_ORDER: {"other": "Du har fått {points} bonuspoäng för order {order}."},
    Sentence.EARNED_BY_REGISTERING: {
        "other": "Du har fått {points} bonuspoäng för din registrering."
    },
    Sentence.EARNED_BY_NEWSLETTER: {
        "other": "Du har fått {points} bonuspoäng för din prenumeration på nyhetsbrevet."
    },
    Sentence.EARNED_BY_REVIEW: {"other": "Du har fått {points} bonuspoäng för din recension."},
    Sentence.EARNED_BY_INVITING: {"other": "Du har fått {points} bonuspoäng för din inbjudan."},
    Sentence.EARNED_BY_ACTIVITY: {"other": "Du har fått {points} bonuspoäng: {activity}."},
    Sentence.NOTHING_TO_AWARD: {"other": "Det här ger inga bonuspoäng."},
    Sentence.SWITCHED_OFF: {"other": "Just nu går det inte att tjäna bonuspoäng."},
    Sentence.LIMIT_REACHED: {
        "other": "Du har redan fått bonuspoäng för det här så många gånger som det går."
    },
    Sentence.ADDRESS_AWARDED: {
        "other": "Poängen för registreringen har redan getts till den här e-postadressen."
    },
    Sentence.FIRST_SIGNUP_ONLY: {
        "other": "Bara den första prenumerationen på nyhetsbrevet ger bonuspoäng."
    },
    Sentence.SIGNUP_WAITS: {"other": "Din prenumeration räknas när du har registrerat dig."},
    Sentence.REGISTERED_BEFORE: {
        "other": "Du var registrerad före inbjudan: den ger inga bonuspoäng."
    },
    Sentence.INVITED_ALREADY: {
        "other": "Du har tackat ja till en annan inbjudan: den här ger inga bonuspoäng."
    },
    Sentence.CAP_CUT: {"other": "{points} poäng gick över högsta saldo och går förlorade."},
    Sentence.ACCOUNT_FULL: {"other": "{points} poäng går förlorade: kontot rymmer inte fler."},
    Sentence.NOT_EARNED: {
        "other": "{points} poäng tjänades inte in: det går inte att tjäna poäng just nu."
    },
    Sentence.NOT_TAKEN_BACK: {"other": "{points} poäng kunde inte återtas: de är redan använda."},
    Sentence.USED_NOT_TAKEN: {"other": "De {points} använda poängen drogs inte: {missing}."},
    Sentence.MISSING: {"other": "{points} saknas"},
    Sentence.TOO_LATE: {"other": "Ordern var slutförd innan den hade en kund: den ger inga poäng."},
}
