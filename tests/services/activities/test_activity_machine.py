"""Reviews, signups and custom activities at random, against a plain model (R9.1, R9.2, R4.1)."""

import asyncio
import itertools
import os
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from models.database import close_database, open_database
from services.accounts.accounts import read_account
from services.accounts.adjustments import Adjustment
from services.accounts.verification import check_ledger
from services.rules.basics.refusals import IdempotencyConflict
from tests.citus_cluster import is_on_citus
from tests.clock import NOW
from tests.services.activities.activity_life import define, do, review, sign_up
from tests.services.setup.builders import put_website, set_settings
from tests.services.shop import add_customer, give

T = TypeVar("T")

_runs = itertools.count(1)
_walks = int(os.environ.get("GUERDON_WALKS", "1"))
_who = st.sampled_from(["ada", "bob"])
_limits = st.sampled_from([None, 0, 1, 2, 4])
REVIEW, SIGNUP, LIKE = 30, 20, 7


@dataclass
class Model:
    """What has been rewarded, as a plain reading of the rules has it."""

    balances: dict[str, int] = field(default_factory=lambda: {"ada": 0, "bob": 0})
    awards: list[tuple[str, str, datetime]] = field(default_factory=list)
    results: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)
    cap: int | None = None
    is_on: bool = True

    def award(
        self, who: str, kind: str, points: int, limit: int | None, since: datetime, now: datetime
    ) -> int:
        counted = [at for whose, what, at in self.awards if (whose, what) == (who, kind)]
        if not self.is_on or (limit is not None and sum(at > since for at in counted) >= limit):
            return 0
        room = points if self.cap is None else max(self.cap - self.balances[who], 0)
        granted = min(points, room)
        if granted:
            self.awards.append((who, kind, now))
            self.balances[who] += granted
        return granted


class ActivityMachine(RuleBasedStateMachine):
    """Two customers of one website, one thing after the other."""

    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.number = next(_runs)
        self.website = f"w{self.number}"
        self.model = Model()
        self.now = NOW
        self.review_limit: int | None = None
        self.like: tuple[int | None, int | None] = (None, None)

    def do(self, work: Coroutine[object, object, T]) -> T:
        return self.runner.run(work)

    def name(self, who: str) -> str:
        return f"{who}{self.number}"

    @initialize(limit=_limits, like=st.tuples(_limits, st.sampled_from([None, 3, 7])))
    def open(self, limit: int | None, like: tuple[int | None, int | None]) -> None:
        self.review_limit, self.like = limit, like
        self.do(put_website(self.website))
        points = {"review_points": REVIEW, "newsletter_signup_points": SIGNUP}
        self.do(set_settings(self.website, review_limit=limit, **points))
        self.do(define(self.website, points=LIKE, limit=like[0], period_days=like[1]))
        for who in ("ada", "bob"):
            self.do(add_customer(self.name(who), website_code=self.website))

    @rule(who=_who, number=st.integers(0, 4))
    def write_a_review(self, who: str, number: int) -> None:
        key = ("review", str(number))
        work = review(
            f"{self.website}-{number}", customer_id=self.name(who), website_code=self.website
        )
        if self.model.results.get(key, (who, 0))[0] != who:
            try:
                self.do(work)
            except IdempotencyConflict:
                return
            raise AssertionError("a review of somebody else was taken")
        self._check(who, key, self.do(work), REVIEW, self.review_limit, None)

    @rule(who=_who, reference=st.sampled_from(["x", "y", None, None]))
    def like_the_shop(self, who: str, reference: str | None) -> None:
        done = self.do(
            do(
                self.website,
                customer_id=self.name(who),
                website_code=self.website,
                reference=reference,
                now=self.now,
            )
        )
        key = ("like", who, reference or f"once-{len(self.model.results)}")
        self._check(who, key, done, LIKE, *self.like)

    @rule(who=_who)
    def sign_up(self, who: str) -> None:
        done = self.do(sign_up(self.name(who), website_code=self.website))
        if ("signup", who) in self.model.results:
            assert (done.entry, done.replayed) == (None, False)
            return
        self._check(who, ("signup", who), done, SIGNUP, None, None)

    @rule(is_on=st.booleans(), cap=st.sampled_from([None, 20, 50, 120]))
    def change_settings(self, *, is_on: bool, cap: int | None) -> None:
        self.model.is_on, self.model.cap = is_on, cap
        self.do(set_settings(self.website, enabled_on_storefront=is_on, balance_cap=cap))

    @rule(limit=_limits)
    def change_the_limit(self, limit: int | None) -> None:
        self.review_limit = limit
        self.do(set_settings(self.website, review_limit=limit))

    @rule(who=_who)
    def spend(self, who: str) -> None:
        balance = self.model.balances[who]
        if balance:
            self.do(give(-balance, customer_id=self.name(who), website_code=self.website))
            self.model.balances[who] = 0

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_balances_are_the_models(self) -> None:
        for who, balance in self.model.balances.items():
            name = self.name(who)
            read = read_account(customer_id=name, website_code=self.website, now=self.now)
            assert self.do(read).balance == balance
            assert self.do(check_ledger(customer_id=name)).violations == []

    def _check(
        self,
        who: str,
        key: tuple[str, ...],
        done: Adjustment,
        points: int,
        limit: int | None,
        days: int | None,
    ) -> None:
        """Compare what was answered with the model, now or when it was first answered."""
        before = self.model.results.get(key)
        since = datetime.min.replace(tzinfo=NOW.tzinfo)
        if days is not None:
            since = self.now - timedelta(days=days)
        if before is None:
            granted = self.model.award(who, key[0], points, limit, since, self.now)
            self.model.results[key] = (who, granted)
        _, granted = self.model.results[key]
        assert (done.entry.points if done.entry else 0) == granted
        assert done.replayed is (before is not None)
        assert done.message


def test_what_is_awarded_is_what_the_limits_leave_whatever_the_path(database_url: str) -> None:
    """R9.1, R9.2: the machine's run, on one database, a website a walk."""
    with asyncio.Runner() as runner:
        runner.run(open_database(database_url, citus=is_on_citus()))
        try:
            ActivityMachine.runner = runner
            run_state_machine_as_test(
                ActivityMachine,
                settings=settings(
                    max_examples=25 * _walks,
                    stateful_step_count=20,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(close_database())
