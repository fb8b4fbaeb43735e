"""Cancelling, refunding, statuses and promotions: what is refused, where, and nothing written."""

import pytest

from tests.api.admin.asking import AdminApi, Json
from tests.api.admin.refusals import case, check_refused

POINTS_RULE = {"name": "Welcome", "points": 5}


def rule(**values: object) -> Json:
    return {"input": {**POINTS_RULE, **values}}


def product(**values: object) -> Json:
    return {"input": {"sku": "mug", **values}}


def cancelling(*lines: tuple[str, int], **values: object) -> Json:
    quantities = [{"lineId": line_id, "quantity": quantity} for line_id, quantity in lines]
    return {"input": {"orderId": "o0", "cancellationId": "x1", "lines": quantities, **values}}


def memo(*lines: tuple[str, int], **values: object) -> Json:
    quantities = [{"lineId": line_id, "quantity": quantity} for line_id, quantity in lines]
    return {"input": {"orderId": "o0", "creditMemoId": "m1", "lines": quantities, **values}}


def status(**values: object) -> Json:
    return {"input": {"orderId": "o0", "status": "shipped", "idempotencyKey": "k", **values}}


PROMOTIONS = [
    case("no-action", "cartRuleCreate", rule(points=None), "INVALID", "input", "points"),
    case("percent-over-100", "cartRuleCreate",
         rule(discountKind="PERCENT", discountAmount="100.01"), "OUT_OF_RANGE",
         "input", "discountAmount"),
    case("dates-reversed", "cartRuleCreate", rule(fromDate="2027-02-01", toDate="2027-01-31"),
         "INVALID", "input", "toDate"),
    case("unknown-website", "cartRuleCreate", rule(websiteCodes=["us", "nowhere"]), "NOT_FOUND",
         "input", "websiteCodes", "1"),
    case("amount-with-5-decimals", "cartRuleCreate",
         rule(discountKind="FIXED", discountAmount="1.00001"), "INVALID",
         "input", "discountAmount"),
    case("unknown-rule-updated", "cartRuleUpdate", {"id": "r1", **rule()}, "NOT_FOUND", "id"),
    case("unknown-rule-deleted", "cartRuleDelete", {"id": "r1"}, "NOT_FOUND", "id"),
    case("negative-price", "productPointsPut", product(pointsNeeded=-1), "OUT_OF_RANGE",
         "input", "pointsNeeded"),
    case("negative-earning", "productPointsPut", product(pointsReceived=-1), "OUT_OF_RANGE",
         "input", "pointsReceived"),
    case("unknown-group", "productPointsPut",
         product(groups=[{"customerGroupCode": "gold", "pointsReceived": 1}]), "NOT_FOUND",
         "input", "groups", "0", "customerGroupCode"),
    case("unknown-product", "productPointsDelete", {"sku": "cup"}, "NOT_FOUND", "sku"),
    case("no-status", "orderStatusRulePut",
         {"input": {"status": "", "needed": "APPROVE", "received": "APPROVE"}}, "INVALID",
         "input", "status"),
    case("status-of-nowhere", "orderStatusRulePut",
         {"input": {"status": "x", "websiteCode": "nowhere", "needed": "APPROVE",
                    "received": "APPROVE"}}, "NOT_FOUND", "input", "websiteCode"),
    case("no-rule-set", "orderStatusRuleDelete", {"status": "complete"}, "NOT_FOUND", "status"),
]  # fmt: skip
ORDERS = [
    case("cancel-unknown-order", "orderCancel", cancelling(("l1", 1), orderId="o9"), "NOT_FOUND",
         "input", "orderId"),
    case("cancel-too-many", "orderCancel", cancelling(("l1", 3)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("cancel-unknown-line", "orderCancel", cancelling(("l9", 1)), "INVALID",
         "input", "lines", "0", "lineId"),
    case("cancel-nothing", "orderCancel", cancelling(), "INVALID", "input", "lines"),
    case("refund-not-invoiced", "orderRefund", memo(("l1", 1)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("refund-all-of-nothing", "orderRefund", memo(lines=None), "ORDER_STATE",
         "input", "orderId"),
    case("refund-points-of-a-guest", "orderRefund", memo(adjustmentRefund="9", refundPoints=1),
         "OVER_REFUND", "input", "refundPoints"),
    case("refund-negative-points", "orderRefund", memo(refundPoints=-1), "OUT_OF_RANGE",
         "input", "refundPoints"),
    case("refund-shipping-there-is-not", "orderRefund", memo(shippingAmount="1"), "OVER_REFUND",
         "input", "shippingAmount"),
    case("refund-a-negative-amount", "orderRefund", memo(adjustmentRefund="-1"), "OUT_OF_RANGE",
         "input", "adjustmentRefund"),
    case("refund-less-than-the-fee", "orderRefund", memo(adjustmentFee="1"), "OUT_OF_RANGE",
         "input", "adjustmentFee"),
    case("unknown-status", "orderSetStatus", status(status="lost"), "INVALID", "input", "status"),
    case("status-from-another", "orderSetStatus", status(expectedStatus="shipped"), "ORDER_STATE",
         "input", "expectedStatus"),
    case("status-from-nowhere", "orderSetStatus", status(expectedStatus=""), "INVALID",
         "input", "expectedStatus"),
    case("status-of-unknown-order", "orderSetStatus", status(orderId="o9"), "NOT_FOUND",
         "input", "orderId"),
    case("lines-for-too-many-points", "cartApplyProductPoints", {"cartId": "c1", "points": 26},
         "INSUFFICIENT_POINTS", "points"),
    case("lines-for-0-points", "cartApplyProductPoints", {"cartId": "c1", "points": 0},
         "OUT_OF_RANGE", "points"),
]  # fmt: skip


@pytest.mark.parametrize(("mutation", "arguments", "code", "path"), [*PROMOTIONS, *ORDERS])
async def test_a_bad_command_is_refused_where_it_is_and_writes_nothing(
    open_shop: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> None:
    await check_refused(open_shop, mutation, arguments, code, path)


async def test_a_preview_says_why_a_memo_would_be_refused(open_shop: AdminApi) -> None:
    """R6.9."""
    outcome = await open_shop.query(
        "refundPreview",
        "pointsReturned cash { amount currency } userErrors { code path }",
        **memo(adjustmentRefund="9", refundPoints=1),
    )

    assert outcome == {
        "pointsReturned": 0,
        "cash": {"amount": "0.00", "currency": "USD"},
        "userErrors": [{"code": "OVER_REFUND", "path": ["input", "refundPoints"]}],
    }


async def test_a_preview_of_an_unknown_order_is_an_error(open_shop: AdminApi) -> None:
    code, _ = await open_shop.refused("refundPreview", "cash { amount }", **memo(orderId="o9"))

    assert code == "NOT_FOUND"


@pytest.mark.parametrize("day", ["2027-02-30", "20270131", "2027-01-31T00:00:00Z", "", 5])
async def test_a_day_that_is_none_is_refused(open_shop: AdminApi, day: object) -> None:
    answer = await open_shop.send(
        "mutation ($rule: CartRuleInput!) { cartRuleCreate(input: $rule) { cartRule { id } } }",
        {"rule": {**POINTS_RULE, "fromDate": day}},
    )

    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
