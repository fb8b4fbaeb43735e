"""The sentences in Spanish, where whole millions are "de" something (`many`)."""

from collections.abc import Mapping
from typing import Final

from services.rules.words.sentences.sentence import Forms, Sentence

SPANISH: Final[Mapping[Sentence, Forms]] = {
    Sentence.EARNED_BY_ORDER: {
        "one": "Ha ganado {points} punto por el pedido {order}.",
        "many": "Ha ganado {points} de puntos por el pedido {order}.",
        "other": "Ha ganado {points} puntos por el pedido {order}.",
    },
    Sentence.EARNED_BY_REGISTERING: {
        "one": "Ha ganado {points} punto por registrarse.",
        "many": "Ha ganado {points} de puntos por registrarse.",
        "other": "Ha ganado {points} puntos por registrarse.",
    },
    Sentence.EARNED_BY_NEWSLETTER: {
        "one": "Ha ganado {points} punto por suscribirse al boletín.",
        "many": "Ha ganado {points} de puntos por suscribirse al boletín.",
        "other": "Ha ganado {points} puntos por suscribirse al boletín.",
    },
    Sentence.EARNED_BY_REVIEW: {
        "one": "Ha ganado {points} punto por su reseña.",
        "many": "Ha ganado {points} de puntos por su reseña.",
        "other": "Ha ganado {points} puntos por su reseña.",
    },
    Sentence.EARNED_BY_INVITING: {
        "one": "Ha ganado {points} punto por su invitación.",
        "many": "Ha ganado {points} de puntos por su invitación.",
        "other": "Ha ganado {points} puntos por su invitación.",
    },
    Sentence.EARNED_BY_ACTIVITY: {
        "one": "Ha ganado {points} punto: {activity}.",
        "many": "Ha ganado {points} de puntos: {activity}.",
        "other": "Ha ganado {points} puntos: {activity}.",
    },
    Sentence.NOTHING_TO_AWARD: {"other": "Esto no da puntos."},
    Sentence.SWITCHED_OFF: {"other": "Por el momento no se pueden ganar puntos."},
    Sentence.LIMIT_REACHED: {"other": "Ya ha ganado puntos por esto tantas veces como es posible."},
    Sentence.ADDRESS_AWARDED: {
        "other": "Los puntos por registrarse ya se concedieron a esta dirección de correo."
    },
    Sentence.FIRST_SIGNUP_ONLY: {"other": "Solo la primera suscripción al boletín da puntos."},
    Sentence.SIGNUP_WAITS: {"other": "Su suscripción contará cuando se haya registrado."},
    Sentence.REGISTERED_BEFORE: {
        "other": "Ya estaba registrado antes de la invitación: no da puntos."
    },
    Sentence.INVITED_ALREADY: {"other": "Ya ha aceptado otra invitación: esta no da puntos."},
    Sentence.CAP_CUT: {
        "one": "Se ha perdido {points} punto que superaba el saldo máximo.",
        "many": "Se han perdido {points} de puntos que superaban el saldo máximo.",
        "other": "Se han perdido {points} puntos que superaban el saldo máximo.",
    },
    Sentence.ACCOUNT_FULL: {
        "one": "Se ha perdido {points} punto: la cuenta no admite más.",
        "many": "Se han perdido {points} de puntos: la cuenta no admite más.",
        "other": "Se han perdido {points} puntos: la cuenta no admite más.",
    },
    Sentence.NOT_EARNED: {
        "one": "No se ha ganado {points} punto: por el momento no se ganan puntos.",
        "many": "No se han ganado {points} de puntos: por el momento no se ganan puntos.",
        "other": "No se han ganado {points} puntos: por el momento no se ganan puntos.",
    },
    Sentence.NOT_TAKEN_BACK: {
        "one": "No se ha podido retirar {points} punto: ya está gastado.",
        "many": "No se han podido retirar {points} de puntos: ya están gastados.",
        "other": "No se han podido retirar {points} puntos: ya están gastados.",
    },
    Sentence.USED_NOT_TAKEN: {
        "one": "No se ha descontado el {points} punto usado: {missing}.",
        "many": "No se han descontado los {points} de puntos usados: {missing}.",
        "other": "No se han descontado los {points} puntos usados: {missing}.",
    },
    Sentence.MISSING: {
        "one": "falta {points}",
        "many": "faltan {points}",
        "other": "faltan {points}",
    },
    Sentence.TOO_LATE: {"other": "El pedido se completó antes de tener cliente: no da puntos."},
}
