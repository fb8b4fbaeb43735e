import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest

from services.command.pages.cursor_page import PageRequest
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange, RewardsError, Taken
from services.setup.customer_groups import delete_customer_group
from services.setup.exchange_rates import (
    SavedRate,
    delete_exchange_rate,
    effective_exchange_rate,
    list_exchange_rates,
    update_exchange_rate,
)
from tests.clock import NOW
from tests.services.setup.builders import (
    EARNING,
    FIRST_PAGE,
    REDEMPTION,
    audit_log,
    create_rate,
    delete_website,
    put_group,
    put_website,
)
from tests.services.shop import ADMIN

pytestmark = pytest.mark.usefixtures("database")

Scope = tuple[str | None, str | None]


async def update_rate(
    rate_id: str,
    scope: Scope = (None, None),
    *,
    direction: RateDirection = EARNING,
    points: int = 10,
    amount: str = "2.00",
) -> SavedRate:
    return await update_exchange_rate(
        rate_id=rate_id,
        website_code=scope[0],
        customer_group_code=scope[1],
        direction=direction,
        points=points,
        currency_amount=Decimal(amount),
        caller=ADMIN,
        now=NOW,
    )


async def delete_rate(rate_id: str) -> str:
    return await delete_exchange_rate(rate_id=rate_id, caller=ADMIN, now=NOW)


async def make_scopes() -> None:
    await put_website("us")
    await put_website("uk", currency="GBP")
    await put_group("vip")


async def test_a_rate_comes_back_as_it_was_set_up() -> None:
    """R2.1."""
    await make_scopes()

    saved = await create_rate("us", "vip", direction=REDEMPTION, points=7, amount="0.0301")

    assert (await list_exchange_rates(page=FIRST_PAGE)).items == [saved.exchange_rate]
    rate = saved.exchange_rate
    assert (rate.website_code, rate.customer_group_code) == ("us", "vip")
    assert (rate.direction, rate.points) == (REDEMPTION, 7)
    assert rate.currency_amount == Decimal("0.0301")


@pytest.mark.parametrize(
    ("points", "amount", "field", "refusal"),
    [
        pytest.param(0, "2.00", "points", OutOfRange, id="no-points"),
        pytest.param(-10, "2.00", "points", OutOfRange, id="negative-points"),
        pytest.param(1_000_000_001, "2.00", "points", OutOfRange, id="too-many-points"),
        pytest.param(10, "0", "currency_amount", OutOfRange, id="no-money"),
        pytest.param(10, "-2.00", "currency_amount", OutOfRange, id="negative-money"),
        pytest.param(10, "0.00001", "currency_amount", Invalid, id="five-decimals"),
        pytest.param(10, "10000000000", "currency_amount", OutOfRange, id="too-much-money"),
        pytest.param(10, "NaN", "currency_amount", Invalid, id="not-a-number"),
        pytest.param(10, "Infinity", "currency_amount", Invalid, id="infinity"),
    ],
)
async def test_a_rate_beyond_the_limits_is_refused_with_the_field_named(
    points: int, amount: str, field: str, refusal: type[RewardsError]
) -> None:
    """R2.1, R14.3."""
    with pytest.raises(refusal) as refused:
        await create_rate(points=points, amount=amount)

    assert refused.value.path == (field,)
    assert (await list_exchange_rates(page=FIRST_PAGE)).items == []


@pytest.mark.parametrize(
    ("points", "amount"),
    [
        pytest.param(1, "0.0001", id="least"),
        pytest.param(1_000_000_000, "9999999999.9999", id="most"),
    ],
)
async def test_a_rate_at_the_limits_is_taken(points: int, amount: str) -> None:
    """R2.1, R14.3."""
    rate = (await create_rate(points=points, amount=amount)).exchange_rate

    assert (await list_exchange_rates(page=FIRST_PAGE)).items == [rate]
    assert (rate.points, rate.currency_amount) == (points, Decimal(amount))


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        pytest.param(("nowhere", None), "website_code", id="unknown-website"),
        pytest.param(("", None), "website_code", id="empty-website"),
        pytest.param(("x" * 200, None), "website_code", id="no-code-at-all"),
        pytest.param(("gone", None), "website_code", id="deleted-website"),
        pytest.param((None, "nobody"), "customer_group_code", id="unknown-group"),
        pytest.param((None, "a\x00b"), "customer_group_code", id="no-group-at-all"),
    ],
)
async def test_an_unknown_scope_is_not_found(scope: Scope, field: str) -> None:
    """R2.1."""
    await make_scopes()
    await put_website("gone")
    await delete_website("gone")

    for command in (
        create_rate(*scope),
        effective_exchange_rate(
            website_code=scope[0] or "us" if field != "website_code" else str(scope[0]),
            customer_group_code=scope[1] or "general",
            direction=EARNING,
        ),
    ):
        with pytest.raises(NotFound) as refusal:
            await command
        assert refusal.value.path == (field,)


SCOPES: list[Scope] = [("us", "vip"), (None, "vip"), ("us", None), (None, None)]
SCOPE_IDS = ["website-and-group", "all-websites", "all-groups", "all-and-all"]


@pytest.mark.parametrize("scope", SCOPES, ids=SCOPE_IDS)
async def test_a_second_rate_for_the_same_scope_and_direction_is_taken(scope: Scope) -> None:
    """R2.1."""
    await make_scopes()
    await create_rate(*scope)

    with pytest.raises(Taken):
        await create_rate(*scope, points=99)

    await create_rate(*scope, direction=REDEMPTION)
    assert (await list_exchange_rates(page=FIRST_PAGE)).total_count == 2


async def test_of_many_at_once_for_one_scope_one_is_made() -> None:
    """R2.1."""
    outcomes = await asyncio.gather(*(create_rate() for _ in range(5)), return_exceptions=True)

    assert sum(isinstance(outcome, SavedRate) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Taken) for outcome in outcomes) == 4


async def test_a_rate_for_a_group_that_is_being_deleted_is_refused_or_goes_with_it() -> None:
    """R2.1."""
    await make_scopes()

    outcomes = await asyncio.gather(
        delete_customer_group(code="vip", caller=ADMIN, now=NOW),
        create_rate("us", "vip"),
        create_rate("uk", "vip"),
        create_rate("us", "vip", direction=REDEMPTION),
        create_rate("uk", "vip", direction=REDEMPTION),
        return_exceptions=True,
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(refusal, NotFound) for refusal in refused)
    assert (await list_exchange_rates(page=FIRST_PAGE)).items == []


async def test_a_rate_is_changed_whole() -> None:
    """R2.1."""
    await make_scopes()
    rate = (await create_rate("us", "vip")).exchange_rate

    changed = await update_rate(rate.id, ("uk", None), points=3, amount="1.5")

    assert (await list_exchange_rates(page=FIRST_PAGE)).items == [changed.exchange_rate]
    assert changed.exchange_rate.id == rate.id
    assert (changed.exchange_rate.website_code, changed.exchange_rate.points) == ("uk", 3)
    assert changed.exchange_rate.customer_group_code is None


async def test_a_rate_cannot_be_changed_into_the_scope_of_another() -> None:
    """R2.1."""
    await make_scopes()
    await create_rate("us", "vip")
    rate = (await create_rate("uk", "vip")).exchange_rate

    with pytest.raises(Taken):
        await update_rate(rate.id, ("us", "vip"))


async def test_a_deleted_rate_is_gone() -> None:
    """R2.1."""
    rate = (await create_rate()).exchange_rate

    assert await delete_rate(rate.id) == rate.id

    assert (await list_exchange_rates(page=FIRST_PAGE)).items == []


@pytest.mark.parametrize("rate_id", [str(uuid4()), "17", ""], ids=["unknown", "number", "empty"])
async def test_a_rate_that_is_not_there_is_not_found(rate_id: str) -> None:
    """R2.1."""
    for command in (update_rate(rate_id), delete_rate(rate_id)):
        with pytest.raises(NotFound) as refusal:
            await command
        assert refusal.value.path == ("id",)


@pytest.mark.parametrize(
    ("other", "saved", "is_warned"),
    [
        pytest.param(None, ("us", "vip"), True, id="no-other-direction"),
        pytest.param(("us", "vip"), ("us", "vip"), False, id="same-scope"),
        pytest.param((None, None), ("us", "vip"), False, id="covered-by-all"),
        pytest.param((None, "vip"), ("us", "vip"), False, id="covered-by-all-websites"),
        pytest.param(("uk", None), ("us", None), True, id="another-website"),
        pytest.param(("us", "vip"), ("us", None), True, id="only-one-of-all-groups"),
        pytest.param(("us", None), (None, None), True, id="only-one-of-all-websites"),
    ],
)
async def test_saving_a_rate_warns_when_the_other_direction_matches_nothing(
    other: Scope | None, saved: Scope, *, is_warned: bool
) -> None:
    """R2.1."""
    await make_scopes()
    if other is not None:
        await create_rate(*other, direction=REDEMPTION)

    created = await create_rate(*saved)
    updated = await update_rate(created.exchange_rate.id, saved, points=11)

    assert bool(created.warnings) == is_warned
    assert updated.warnings == created.warnings


async def test_the_rate_in_force_says_on_which_level_it_was_found() -> None:
    """R2.2."""
    await make_scopes()
    rates = {scope: (await create_rate(*scope)).exchange_rate for scope in SCOPES}

    for level, scope in enumerate(SCOPES, start=1):
        found = await effective_exchange_rate(
            website_code="us", customer_group_code="vip", direction=EARNING
        )
        assert found is not None
        assert (found.priority, found.rate) == (level, rates[scope])
        await delete_rate(found.rate.id)


async def test_without_a_match_there_is_no_rate_in_force() -> None:
    """R2.2."""
    await make_scopes()
    await create_rate("uk")
    await create_rate("us", direction=REDEMPTION)

    found = await effective_exchange_rate(
        website_code="us", customer_group_code="vip", direction=EARNING
    )

    assert found is None


async def test_the_list_can_be_narrowed_to_exactly_one_website_group_or_direction() -> None:
    """R2.1."""
    await make_scopes()
    for scope in SCOPES:
        await create_rate(*scope)
    await create_rate("uk", direction=REDEMPTION)

    of_us = await list_exchange_rates(website_code="us", page=FIRST_PAGE)
    of_vip = await list_exchange_rates(customer_group_code="vip", page=FIRST_PAGE)
    to_money = await list_exchange_rates(direction=REDEMPTION, page=FIRST_PAGE)

    assert {rate.customer_group_code for rate in of_us.items} == {"vip", None}
    assert {rate.website_code for rate in of_vip.items} == {"us", None}
    assert [rate.website_code for rate in to_money.items] == ["uk"]


async def test_the_list_comes_in_pages_in_the_order_of_setting_up() -> None:
    """R14.1."""
    await make_scopes()
    rates = [(await create_rate(*scope)).exchange_rate for scope in SCOPES]

    first = await list_exchange_rates(page=PageRequest(first=3))
    second = await list_exchange_rates(page=PageRequest(first=3, after=first.cursors[-1]))

    assert [*first.items, *second.items] == rates
    assert (first.has_next, first.has_previous, first.total_count) == (True, False, 4)
    assert (second.has_next, second.has_previous, second.total_count) == (False, True, 4)


@pytest.mark.parametrize(
    ("website_code", "group_code", "field"),
    [("x" * 100, None, "website_code"), (None, "a\x00b", "customer_group_code")],
)
async def test_a_list_narrowed_to_what_is_no_code_is_refused(
    website_code: str | None, group_code: str | None, field: str
) -> None:
    """R14.3."""
    with pytest.raises(Invalid) as refusal:
        await list_exchange_rates(
            website_code=website_code, customer_group_code=group_code, page=FIRST_PAGE
        )

    assert refusal.value.path == (field,)


async def test_every_command_is_in_the_audit_log_with_money_as_text() -> None:
    """R12.2."""
    rate = (await create_rate(amount="2.50")).exchange_rate
    await update_rate(rate.id, points=11)
    await delete_rate(rate.id)

    deleted, updated, created = await audit_log()

    assert [created.action, updated.action, deleted.action] == [
        "exchangeRateCreate",
        "exchangeRateUpdate",
        "exchangeRateDelete",
    ]
    assert {created.target, updated.target, deleted.target} == {rate.id}
    assert created.details == {
        "id": rate.id,
        "websiteCode": None,
        "customerGroupCode": None,
        "direction": "CURRENCY_TO_POINTS",
        "points": 10,
        "currencyAmount": "2.5000",
    }
