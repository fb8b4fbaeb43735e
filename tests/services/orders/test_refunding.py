"""Credit memos: parts sum to the whole, points are never paid out in cash (R6.9, R6.10)."""

from decimal import Decimal

import pytest

from services.accounts.verification import check_ledger
from services.orders.credit_memos import credit_memos
from services.orders.refunding import CreditMemoInput, preview_refund
from services.rules.basics.enums import LedgerReason
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import (
    IdempotencyConflict,
    NotFound,
    OrderState,
    OutOfRange,
    OverRefund,
)
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import (
    balance,
    cancel,
    memo,
    place_with_points,
    refund,
    set_status,
    standing,
)
from tests.services.shop import ADMIN, count_rows, give, invoice, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def sell(points: int | None = 100, **settings: object) -> None:
    """Sell 4 units of 10.00, of which 100 points pay 20.00; 20.00 of money earn 100 points."""
    await open_shop(settings=settings)
    await give(100)
    await place_with_points(points)
    await invoice()


async def test_money_comes_back_as_money_and_points_only_as_wished() -> None:
    """R6.9: 20.00 were paid in money, the rest is unrefunded without points."""
    await sell()

    done = await refund(memo())

    found = done.outcome.refund
    assert (found.cash, found.unrefunded, found.points) == (Decimal(20), Decimal(20), 0)
    assert done.command.order.status == "closed"
    assert done.command.order.amount_refunded == 20
    assert await balance() == 100


async def test_points_come_back_to_the_balance() -> None:
    """R6.9."""
    await sell()

    done = await refund(memo(points=100))

    assert [entry.points for entry in done.command.entries] == [100]
    assert done.command.entries[0].reason is LedgerReason.REDEMPTION_RETURNED
    assert (done.outcome.refund.points_amount, await balance()) == (Decimal(20), 200)
    assert (await check_ledger()).ok


async def test_with_the_setting_points_come_back_first() -> None:
    """R6.9: one unit, 50 points."""
    await sell(refund_points_automatically=True)

    done = await refund(memo(("l1", 1)))

    assert done.outcome.refund.points == 50
    assert done.outcome.refund.cash == 0


async def test_a_later_memo_returns_points_that_an_earlier_one_left() -> None:
    """R6.9."""
    await sell()
    first = await refund(memo(("l1", 2)))

    second = await refund(memo(("l1", 2), points=100))

    assert first.outcome.refund.cash == 20
    assert second.outcome.refund.cash == 0
    assert second.outcome.refund.points_amount == 20
    assert await balance() == 200


async def test_a_memo_is_done_once() -> None:
    """R3.5: the replay answers the first outcome."""
    await sell()
    wanted = memo(("l1", 1), points=50)
    first = await refund(wanted)

    again = await refund(wanted)

    assert again.command.replayed
    assert again.outcome == first.outcome
    assert again.command.entries == first.command.entries
    assert await balance() == 150


async def test_a_memo_id_with_another_content_is_a_conflict() -> None:
    """R3.5."""
    await sell()
    await refund(memo(("l1", 1), memo_id="m"))

    with pytest.raises(IdempotencyConflict) as refused:
        await refund(memo(("l1", 2), memo_id="m"))

    assert refused.value.path == ("credit_memo_id",)


@pytest.mark.parametrize(
    ("wanted", "refused", "path"),
    [
        pytest.param(memo(("l1", 5)), OutOfRange, ("lines", 0, "quantity"), id="beyond-invoiced"),
        pytest.param(memo(points=101), OverRefund, ("refund_points",), id="points-beyond-used"),
        pytest.param(
            memo(("l1", 1), points=51), OverRefund, ("refund_points",), id="points-beyond-the-memo"
        ),
        pytest.param(
            memo(("l1", 1), shipping="0.01"), OverRefund, ("shipping_amount",), id="shipping"
        ),
        pytest.param(
            memo(("l1", 1), fee="10.01"), OutOfRange, ("adjustment_fee",), id="fee-beyond-the-memo"
        ),
        pytest.param(memo(order_id="o9"), NotFound, ("order_id",), id="unknown-order"),
    ],
)
async def test_what_is_more_than_is_left_is_refused_and_writes_nothing(
    wanted: CreditMemoInput, refused: type[Exception], path: tuple[object, ...]
) -> None:
    """R6.9."""
    await sell()
    before = await count_rows("order_events"), await count_rows("ledger_entries")

    with pytest.raises(refused) as refusal:
        await refund(wanted)

    assert refusal.value.path == path  # type: ignore[attr-defined]
    assert (await count_rows("order_events"), await count_rows("ledger_entries")) == before


async def test_with_nothing_left_to_refund_the_state_refuses() -> None:
    await sell()
    await refund(memo())

    with pytest.raises(OrderState):
        await refund(memo())


async def test_a_memo_of_all_that_is_left_gives_back_shipping_that_is_left_alone() -> None:
    """R6.9: the lines may have come back before, without it."""
    await open_shop()
    await place_with_points(0, shipping="5.00")
    await invoice()
    await refund(memo(("l1", 4)))

    done = await refund(memo())

    assert done.outcome.refund.cash == Decimal("5.00")
    with pytest.raises(OrderState):
        await refund(memo())


async def test_shipping_that_no_invoice_carried_is_not_left_to_refund() -> None:
    """R6.6, R6.9."""
    await open_shop()
    await place_with_points(0, shipping="5.00")

    with pytest.raises(OrderState):
        await refund(memo())


async def test_a_preview_says_the_same_and_writes_nothing() -> None:
    """R6.9: and proposes all points not yet returned."""
    await sell(deduct_earned_points_on_refund=True)
    wanted = memo(("l1", 3), points=50)

    previewed = (await preview_refund(memo=wanted, caller=ADMIN, now=NOW)).outcome
    before = await balance()
    done = await refund(wanted)

    assert previewed == done.outcome
    assert (before, previewed.refund.proposed_points) == (100, 100)


async def test_a_guests_order_is_refunded_without_points() -> None:
    """R6.7, R6.9."""
    await open_shop()
    await place_with_points(0, customer_id=None)
    await invoice()

    with pytest.raises(OverRefund):
        await refund(memo(points=1))
    done = await refund(memo())

    assert (done.outcome.refund.cash, done.command.entries) == (Decimal(40), [])
    assert done.command.order.status == "closed"


async def test_with_the_setting_off_a_memo_never_changes_what_is_earned() -> None:
    """R6.10."""
    await sell()

    done = await refund(memo())

    assert (done.outcome.points_reversed, done.command.order.points_earned) == (0, 100)


async def test_with_the_setting_on_the_order_keeps_what_the_rest_earns() -> None:
    """R6.10: no earn-then-refund loop; 10.00 of 20.00 are kept."""
    await sell(deduct_earned_points_on_refund=True)

    one = await refund(memo(("l1", 1)))
    rest = await refund(memo(("l1", 3)))

    assert (one.outcome.points_reversed, rest.outcome.points_reversed) == (50, 50)
    assert await balance() == 0
    assert (await check_ledger()).ok


async def test_a_memo_without_the_setting_is_not_counted_until_one_with_it() -> None:
    """R6.10: what is left then is what counts."""
    await sell()
    await refund(memo(("l1", 1)))
    on = {"deduct_earned_points_on_refund": True}
    await update_settings(website_code="us", changes=on, caller=ADMIN, now=NOW)
    still = await balance()

    done = await refund(memo(("l1", 1)))

    assert (still, done.outcome.points_reversed, await balance()) == (100, 100, 0)


async def test_what_is_spent_already_is_not_taken_back_under_clamp() -> None:
    """R4.4, R6.10."""
    await sell(deduct_earned_points_on_refund=True)
    await give(-70)

    done = await refund(memo())

    assert (done.outcome.points_reversed, done.outcome.points_shortfall) == (30, 70)
    assert await balance() == 0


async def test_under_debt_the_balance_goes_below_0() -> None:
    """R4.4."""
    await sell(deduct_earned_points_on_refund=True, clawback="DEBT")
    await give(-70)

    await refund(memo())

    account = await standing()
    assert (account.balance, account.debt, account.available) == (-70, 70, 0)
    assert account.worth.amount == 0
    assert (await check_ledger()).ok


async def test_a_memo_before_the_order_is_complete_lowers_what_it_will_earn() -> None:
    """R6.10: two of four units are invoiced, one of them refunded."""
    await open_shop(settings={"deduct_earned_points_on_refund": True})
    await place_with_points(0)
    await invoice("o1", ("l1", 2))

    refunded = await refund(memo(("l1", 1)))
    done = await invoice("o1", ("l1", 2), invoice_id="i2")

    assert refunded.command.order.points_pending == 150
    assert done.order.points_earned == 150


async def test_an_order_closed_before_it_was_complete_earns_nothing() -> None:
    """R6.5: straight to closed."""
    await open_shop()
    await place_with_points(0)
    await invoice("o1", ("l1", 1))
    await refund(memo(("l1", 1)))

    done = await cancel()

    assert (done.order.status, done.order.points_earned, done.order.points_pending) == (
        "closed",
        0,
        0,
    )


async def test_shipping_comes_back_with_the_rest_or_as_given() -> None:
    """R6.9."""
    await open_shop()
    await place_with_points(0, shipping="6.00")
    await invoice()

    part = await refund(memo(("l1", 1), shipping="2.00"))
    rest = await refund(memo())

    assert (part.outcome.refund.cash, rest.outcome.refund.cash) == (Decimal(12), Decimal(34))


async def test_credit_memos_are_kept_with_the_order() -> None:
    """R6.9."""
    await sell()
    await refund(memo(("l1", 1), memo_id="m1"))
    await refund(memo(only_adjustments=True, refund="1.00", memo_id="m2"))

    found = (await credit_memos(["o1"]))["o1"]

    assert [(each.id, each.lines) for each in found] == [
        ("m1", (("l1", quantity(1)),)),
        ("m2", ()),
    ]
    assert found[1].outcome.refund.cash == 1


async def test_a_status_that_un_approves_the_points_stops_refunds() -> None:
    """R6.4: the points are back already."""
    await sell()
    await set_status("refunded")

    with pytest.raises(OrderState):
        await refund(memo())

    assert await balance() == 100


async def test_shipping_given_back_takes_no_points_that_the_goods_earned() -> None:
    """R6.10: shipping earned nothing, so its refund keeps all 150."""
    await open_shop(settings={"deduct_earned_points_on_refund": True})
    await place_with_points(0, quantity=3, shipping="10.00")
    earned = await invoice()

    done = await refund(memo(shipping="10.00", only_adjustments=True))

    assert (earned.order.points_earned, done.outcome.refund.cash) == (150, Decimal(10))
    assert (done.outcome.points_reversed, await balance()) == (0, 150)
