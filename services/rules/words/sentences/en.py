"""The sentences in English."""

from collections.abc import Mapping
from typing import Final

from services.rules.words.sentences.sentence import Forms, Sentence

ENGLISH: Final[Mapping[Sentence, Forms]] = {
    Sentence.EARNED_BY_ORDER: {
        "one": "You earned {points} reward point for order {order}.",
        "other": "You earned {points} reward points for order {order}.",
    },
    Sentence.EARNED_BY_REGISTERING: {
        "one": "You earned {points} reward point for registering.",
        "other": "You earned {points} reward points for registering.",
    },
    Sentence.EARNED_BY_NEWSLETTER: {
        "one": "You earned {points} reward point for subscribing to the newsletter.",
        "other": "You earned {points} reward points for subscribing to the newsletter.",
    },
    Sentence.EARNED_BY_REVIEW: {
        "one": "You earned {points} reward point for your review.",
        "other": "You earned {points} reward points for your review.",
    },
    Sentence.EARNED_BY_INVITING: {
        "one": "You earned {points} reward point for your invitation.",
        "other": "You earned {points} reward points for your invitation.",
    },
    Sentence.EARNED_BY_ACTIVITY: {
        "one": "You earned {points} reward point: {activity}.",
        "other": "You earned {points} reward points: {activity}.",
    },
    Sentence.NOTHING_TO_AWARD: {"other": "There are no reward points for this."},
    Sentence.SWITCHED_OFF: {"other": "Reward points can't be earned at the moment."},
    Sentence.LIMIT_REACHED: {
        "other": "You have earned reward points for this as often as you can."
    },
    Sentence.ADDRESS_AWARDED: {
        "other": "The points for registering were already awarded to this e-mail address."
    },
    Sentence.FIRST_SIGNUP_ONLY: {
        "other": "Only the first newsletter subscription earns reward points."
    },
    Sentence.SIGNUP_WAITS: {"other": "Your subscription counts once you have registered."},
    Sentence.REGISTERED_BEFORE: {
        "other": "You had registered before the invitation: it earns no reward points."
    },
    Sentence.INVITED_ALREADY: {
        "other": "You have accepted another invitation: this one earns no reward points."
    },
    Sentence.CAP_CUT: {
        "one": "The balance cap cut {points} point off.",
        "other": "The balance cap cut {points} points off.",
    },
    Sentence.ACCOUNT_FULL: {
        "one": "{points} point is lost: the account can't hold more.",
        "other": "{points} points are lost: the account can't hold more.",
    },
    Sentence.NOT_EARNED: {
        "one": "{points} point was not earned: earning is switched off at the moment.",
        "other": "{points} points were not earned: earning is switched off at the moment.",
    },
    Sentence.NOT_TAKEN_BACK: {
        "one": "{points} point could not be taken back: it is spent.",
        "other": "{points} points could not be taken back: they are spent.",
    },
    Sentence.USED_NOT_TAKEN: {
        "one": "The {points} point used was not taken: {missing}.",
        "other": "The {points} points used were not taken: {missing}.",
    },
    Sentence.MISSING: {"one": "{points} is missing", "other": "{points} are missing"},
    Sentence.TOO_LATE: {
        "other": "The order was complete before it had a customer: it earns no points."
    },
}
