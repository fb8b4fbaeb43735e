from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.awards.awards import (
    AwardOutcome,
    Occasion,
    award_message,
    counted_after,
    is_limit_reached,
    why_not,
)
from services.rules.basics.enums import LedgerReason
from services.rules.words.messages import Sentence
from tests.clock import NOW

REVIEW = Occasion(LedgerReason.REVIEW, 30)


@pytest.mark.parametrize("points", [None, 0], ids=["blank", "none"])
def test_what_the_website_gives_nothing_for_is_worth_nothing(points: int | None) -> None:
    """R9.1."""
    occasion = Occasion(LedgerReason.REVIEW, points)

    assert why_not(occasion, may_earn=True) is Sentence.NOTHING_TO_AWARD


def test_what_is_done_while_earning_is_off_is_worth_nothing() -> None:
    """R1.6."""
    assert why_not(REVIEW, may_earn=False) is Sentence.SWITCHED_OFF
    assert why_not(REVIEW, may_earn=True) is None


@pytest.mark.parametrize(
    ("limit", "rewarded", "reached"),
    [
        pytest.param(None, 1_000, False, id="no-limit"),
        pytest.param(0, 0, True, id="none-awarded"),
        pytest.param(3, 2, False, id="one-left"),
        pytest.param(3, 3, True, id="reached"),
        pytest.param(3, 4, True, id="lowered-meanwhile"),
    ],
)
def test_a_limit_is_how_many_are_rewarded(
    limit: int | None, rewarded: int, *, reached: bool
) -> None:
    """R9.2."""
    occasion = Occasion(LedgerReason.REVIEW, 30, limit)

    assert is_limit_reached(occasion, rewarded) is reached


def test_without_a_period_all_awards_count() -> None:
    """R9.1."""
    assert counted_after(REVIEW, NOW) is None


@given(days=st.integers(1, 36_500), age=st.timedeltas(timedelta(0), timedelta(days=40_000)))
def test_an_award_counts_while_it_is_younger_than_the_period(days: int, age: timedelta) -> None:
    """R9.1."""
    occasion = Occasion(LedgerReason.CUSTOM, 5, 1, period_days=days)

    after = counted_after(occasion, NOW)

    assert after is not None
    assert (NOW - age > after) is (age < timedelta(days=days))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (LedgerReason.REGISTRATION, "You earned 50 reward points for registering."),
        (
            LedgerReason.NEWSLETTER_SIGNUP,
            "You earned 50 reward points for subscribing to the newsletter.",
        ),
        (LedgerReason.REVIEW, "You earned 50 reward points for your review."),
        (LedgerReason.INVITATION_SENT, "You earned 50 reward points for your invitation."),
        (LedgerReason.CUSTOM, "You earned 50 reward points: Liked {points} us."),
    ],
)
def test_the_customer_reads_what_was_earned_for_what(reason: LedgerReason, said: str) -> None:
    """R9.4."""
    occasion = Occasion(reason, 50, label="Liked {points} us")

    assert award_message(AwardOutcome(occasion, points=50), "en") == said


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        pytest.param(
            AwardOutcome(REVIEW, points=20, cut=10, cap=500),
            "You earned 20 reward points for your review. The balance cap cut 10 points off.",
            id="cut",
        ),
        pytest.param(
            AwardOutcome(REVIEW, cut=30, cap=500),
            "The balance cap cut 30 points off.",
            id="all-cut",
        ),
        pytest.param(
            AwardOutcome(REVIEW, cut=30),
            "30 points are lost: the account can't hold more.",
            id="full",
        ),
        pytest.param(
            AwardOutcome(REVIEW, why_not=Sentence.LIMIT_REACHED),
            "You have earned reward points for this as often as you can.",
            id="limit",
        ),
    ],
)
def test_the_customer_reads_what_was_not_earned_and_why(outcome: AwardOutcome, said: str) -> None:
    """R4.1, R9.2, R9.4."""
    assert award_message(outcome, "en") == said
