"""Sentences that every language has, with their variables in braces."""

from collections.abc import Mapping
from enum import StrEnum, auto

# By the plural categories of the language that the number of points falls into; a sentence whose
# words stay the same whatever the number has `other` alone.
Forms = Mapping[str, str]


class Sentence(StrEnum):
    """What can be said to a customer: {points}, and an {order} or {activity} by its name."""

    EARNED_BY_ORDER = auto()
    EARNED_BY_REGISTERING = auto()
    EARNED_BY_NEWSLETTER = auto()
    EARNED_BY_REVIEW = auto()
    EARNED_BY_INVITING = auto()
    EARNED_BY_ACTIVITY = auto()
    NOTHING_TO_AWARD = auto()
    SWITCHED_OFF = auto()
    LIMIT_REACHED = auto()
    ADDRESS_AWARDED = auto()
    FIRST_SIGNUP_ONLY = auto()
    SIGNUP_WAITS = auto()
    REGISTERED_BEFORE = auto()
    INVITED_ALREADY = auto()
    CAP_CUT = auto()
    ACCOUNT_FULL = auto()
    NOT_EARNED = auto()
    NOT_TAKEN_BACK = auto()
    USED_NOT_TAKEN = auto()
    MISSING = auto()
    TOO_LATE = auto()
