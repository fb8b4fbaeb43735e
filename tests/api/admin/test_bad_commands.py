"""Bad commands on points, carts and orders meet a clear error, and nothing is written (R14.3)."""

import pytest

from tests.api.admin.asking import AdminApi, Json
from tests.api.admin.commands import (
    adjustment,
    cart,
    endpoint,
    invoice,
    line,
    part,
    placing,
    row,
    rows,
    settings,
)
from tests.api.admin.refusals import case, check_refused

LONG = "x" * 129
POINTS = [
    case("by-0", "pointsAdjust", adjustment(points=0), "OUT_OF_RANGE", "input", "points"),
    case("beyond", "pointsAdjust", adjustment(points=1_000_000_001), "OUT_OF_RANGE",
         "input", "points"),
    case("more-than-there-is", "pointsAdjust", adjustment(points=-26), "INSUFFICIENT_POINTS",
         "input", "points"),
    case("unknown-customer", "pointsAdjust", adjustment(customerId="bob"), "NOT_FOUND",
         "input", "customerId"),
    case("unknown-website", "pointsAdjust", adjustment(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("no-key", "pointsAdjust", adjustment(idempotencyKey=""), "INVALID",
         "input", "idempotencyKey"),
    case("long-key", "pointsAdjust", adjustment(idempotencyKey=LONG), "INVALID",
         "input", "idempotencyKey"),
    case("long-comment", "pointsAdjust", adjustment(comment="x" * 1_001), "INVALID",
         "input", "comment"),
    case("key-with-another-input", "pointsAdjust", adjustment(idempotencyKey="before"),
         "IDEMPOTENCY_CONFLICT", "input", "idempotencyKey"),
    case("no-rows", "pointsImport", rows(), "INVALID", "input", "rows"),
    case("1001-rows", "pointsImport", rows(*[row()] * 1_001), "OUT_OF_RANGE", "input", "rows"),
    case("not-deleted", "orphanPointsDelete",
         {"customerId": "ada", "fromWebsiteCode": "us", "idempotencyKey": "k"}, "INVALID",
         "fromWebsiteCode"),
    case("never-was", "orphanPointsMove",
         {"customerId": "ada", "fromWebsiteCode": "nowhere", "toWebsiteCode": "us",
          "idempotencyKey": "k"}, "NOT_FOUND", "fromWebsiteCode"),
]  # fmt: skip
CARTS = [
    case("negative-quantity", "cartPut", cart(line(quantity=-1)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("no-quantity", "cartPut", cart(line(quantity=0)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("quantity-of-5-decimals", "cartPut", cart(line(quantity=0.12345)), "INVALID",
         "input", "lines", "0", "quantity"),
    case("quantity-of-40-decimals", "cartPut", cart(line(quantity="1." + "0" * 36 + "1")),
         "INVALID", "input", "lines", "0", "quantity"),
    case("quantity-below-the-least", "cartPut", cart(line(quantity=0.00001)), "INVALID",
         "input", "lines", "0", "quantity"),
    case("quantity-beyond-32-bits", "cartPut", cart(line(quantity=2**31)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("endpoint-without-tls", "webhookEndpointPut", endpoint("http://shop.example"), "INVALID",
         "input", "url"),
    case("endpoint-of-our-own", "webhookEndpointPut", endpoint("https://10.0.0.7"), "INVALID",
         "input", "url"),
    case("endpoint-for-no-event", "webhookEndpointPut", endpoint(events=["points.lost"]), "INVALID",
         "input", "events", "0"),
    case("endpoint-of-unknown-website", "webhookEndpointPut",
         endpoint(websiteCodes=["us", "nowhere"]), "NOT_FOUND", "input", "websiteCodes", "1"),
    case("unknown-endpoint", "webhookEndpointPut", endpoint(id="e9"), "NOT_FOUND", "input", "id"),
    case("secret-of-unknown-endpoint", "webhookSecretRotate", {"id": "e9"}, "NOT_FOUND", "id"),
    case("old-secret-for-ever", "webhookSecretRotate", {"id": "e9", "keepOldForSeconds": 2_592_001},
         "OUT_OF_RANGE", "keepOldForSeconds"),
    case("unknown-endpoint-deleted", "webhookEndpointDelete", {"id": "e9"}, "NOT_FOUND", "id"),
    case("replay-of-nothing", "webhookReplay", {"deliveryId": "d9"}, "NOT_FOUND", "deliveryId"),
    case("negative-price", "cartPut", cart(line(), line(id="l2", unitPrice="-1")), "OUT_OF_RANGE",
         "input", "lines", "1", "unitPrice"),
    case("price-beyond", "cartPut", cart(line(unitPrice="10000000000")), "OUT_OF_RANGE",
         "input", "lines", "0", "unitPrice"),
    case("total-beyond", "cartPut", cart(line(unitPrice="9999999999", quantity=2)), "OUT_OF_RANGE",
         "input", "lines", "0"),
    case("price-with-5-decimals", "cartPut", cart(line(unitPrice="1.00001")), "INVALID",
         "input", "lines", "0", "unitPrice"),
    case("tax-beyond", "cartPut", cart(line(taxAmount="10000000000")), "OUT_OF_RANGE",
         "input", "lines", "0", "taxAmount"),
    case("tax-above-the-total-that-includes-it", "cartPut",
         cart(line(discountAmount="19.00", taxAmount="1.01"), pricesIncludeTax=True),
         "OUT_OF_RANGE", "input", "lines", "0", "taxAmount"),
    case("tax-above-the-shipping-that-includes-it", "cartPut",
         cart(line(), pricesIncludeTax=True, shippingAmount="1", shippingTaxAmount="1.01"),
         "OUT_OF_RANGE", "input", "shippingTaxAmount"),
    case("negative-discount", "cartPut", cart(line(discountAmount="-1")), "OUT_OF_RANGE",
         "input", "lines", "0", "discountAmount"),
    case("negative-shipping", "cartPut", cart(shippingAmount="-1"), "OUT_OF_RANGE",
         "input", "shippingAmount"),
    case("negative-gift-card", "cartPut", cart(giftCardAmount="-1"), "OUT_OF_RANGE",
         "input", "giftCardAmount"),
    case("line-twice", "cartPut", cart(line(), line()), "INVALID", "input", "lines", "1", "id"),
    case("101-lines", "cartPut", cart(*(line(id=f"l{n}") for n in range(101))), "OUT_OF_RANGE",
         "input", "lines"),
    case("101-coupons", "cartPut", cart(couponCodes=["A"] * 101), "OUT_OF_RANGE",
         "input", "couponCodes"),
    case("no-sku", "cartPut", cart(line(sku="")), "INVALID", "input", "lines", "0", "sku"),
    case("no-address", "cartPut", cart(email="bob"), "INVALID", "input", "email"),
    case("unknown-website", "cartPut", cart(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("no-display-currency", "cartPut", cart(displayCurrency="XXQ", displayRate="1"), "INVALID",
         "input", "displayCurrency"),
    case("no-display-rate", "cartPut", cart(displayCurrency="EUR", displayRate="0"), "OUT_OF_RANGE",
         "input", "displayRate"),
    case("placed-cart-put", "cartPut", cart(id="c0"), "CART_INACTIVE", "input", "id"),
    case("placed-cart-deleted", "cartDelete", {"id": "c0"}, "CART_INACTIVE", "id"),
    case("unknown-cart-deleted", "cartDelete", {"id": "c9"}, "NOT_FOUND", "id"),
    case("points-on-unknown-cart", "cartApplyPoints", {"cartId": "c9"}, "NOT_FOUND", "cartId"),
    case("points-on-no-cart", "cartApplyPoints", {"cartId": ""}, "INVALID", "cartId"),
    case("points-on-placed-cart", "cartApplyPoints", {"cartId": "c0"}, "CART_INACTIVE", "cartId"),
    case("0-points", "cartApplyPoints", {"cartId": "c1", "points": 0}, "OUT_OF_RANGE", "points"),
    case("negative-points", "cartApplyPoints", {"cartId": "c1", "points": -1}, "OUT_OF_RANGE",
         "points"),
    case("too-many-points", "cartApplyPoints", {"cartId": "c1", "points": 26},
         "INSUFFICIENT_POINTS", "points"),
    case("remove-from-unknown-cart", "cartRemovePoints", {"cartId": "c9"}, "NOT_FOUND", "cartId"),
    case("hold-without-points", "cartHoldPoints", {"cartId": "c1"}, "INVALID", "cartId"),
    case("hold-for-no-time", "cartHoldPoints", {"cartId": "c1", "ttlSeconds": 0}, "OUT_OF_RANGE",
         "ttlSeconds"),
    case("hold-for-ever", "cartHoldPoints", {"cartId": "c1", "ttlSeconds": 2_000_000_000},
         "OUT_OF_RANGE", "ttlSeconds"),
]  # fmt: skip
ORDERS = [
    case("unknown-cart", "orderPlace", placing({"id": "o1"}, cartId="c9"), "NOT_FOUND",
         "input", "cartId"),
    case("placed-cart", "orderPlace", placing({"id": "o1"}, cartId="c0"), "CART_INACTIVE",
         "input", "cartId"),
    case("no-order", "orderPlace", placing(), "INVALID", "input", "orders"),
    case("order-id-twice", "orderPlace", placing(part("o1", ("l1", 2)), part("o1", ("l2", 2))),
         "INVALID", "input", "orders", "1", "id"),
    case("order-id-of-another", "orderPlace", placing({"id": "o0"}), "IDEMPOTENCY_CONFLICT",
         "input", "orders", "0", "id"),
    case("line-left-out", "orderPlace", placing(part("o1", ("l1", 2)), part("o2", ("l2", 1))),
         "INVALID", "input", "orders"),
    case("line-named-twice", "orderPlace",
         placing(part("o1", ("l1", 1), ("l1", 1)), part("o2", ("l2", 2))), "INVALID",
         "input", "orders", "0", "lines", "1", "lineId"),
    case("line-overdrawn", "orderPlace",
         placing(part("o1", ("l1", 2)), part("o2", ("l1", 1), ("l2", 2))), "INVALID",
         "input", "orders"),
    case("unknown-line", "orderPlace", placing(part("o1", ("l9", 1)), part("o2", ("l1", 2))),
         "INVALID", "input", "orders", "0", "lines", "0", "lineId"),
    case("other-amount-expected", "orderPlace", placing({"id": "o1"}, expectedAmountDue="1.00"),
         "STALE_VERSION", "input", "expectedAmountDue"),
    case("unknown-order", "orderInvoice", invoice(orderId="o9"), "NOT_FOUND", "input", "orderId"),
    case("no-lines", "orderInvoice", invoice(), "INVALID", "input", "lines"),
    case("too-many-units", "orderInvoice", invoice(("l1", 3)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("units-of-5-decimals", "orderInvoice", invoice(("l1", 1.00001)), "INVALID",
         "input", "lines", "0", "quantity"),
    case("no-units", "orderInvoice", invoice(("l1", 0)), "OUT_OF_RANGE",
         "input", "lines", "0", "quantity"),
    case("unknown-line-invoiced", "orderInvoice", invoice(("l9", 1)), "INVALID",
         "input", "lines", "0", "lineId"),
    case("line-invoiced-twice", "orderInvoice", invoice(("l1", 1), ("l1", 1)), "INVALID",
         "input", "lines", "1", "lineId"),
    case("no-invoice-id", "orderInvoice", invoice(("l1", 1), invoiceId=""), "INVALID",
         "input", "invoiceId"),
    case("unknown-order-attached", "orderAttachCustomer", {"orderId": "o9", "customerId": "ada"},
         "NOT_FOUND", "orderId"),
    case("unknown-customer-attached", "orderAttachCustomer", {"orderId": "o0", "customerId": "bob"},
         "NOT_FOUND", "customerId"),
]  # fmt: skip


@pytest.mark.parametrize(("mutation", "arguments", "code", "path"), [*POINTS, *CARTS, *ORDERS])
async def test_a_bad_command_is_refused_where_it_is_and_writes_nothing(
    open_shop: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> None:
    await check_refused(open_shop, mutation, arguments, code, path)


async def test_missing_points_are_counted(open_shop: AdminApi) -> None:
    """R3.4."""
    arguments = adjustment(points=-40)
    path = ["input", "points"]

    error = await check_refused(open_shop, "pointsAdjust", arguments, "INSUFFICIENT_POINTS", path)

    assert error["missingPoints"] == 15


async def test_a_balance_below_the_threshold_says_what_is_missing(open_shop: AdminApi) -> None:
    """R4.2."""
    await open_shop.done("settingsUpdate", **settings(redemptionThreshold=100))
    arguments = {"cartId": "c1"}

    error = await check_refused(open_shop, "cartApplyPoints", arguments, "BELOW_THRESHOLD", None)

    assert error["missingPoints"] == 75


async def test_a_balance_never_passes_32_bits(shop: AdminApi) -> None:
    """R3.7."""
    for key in ("one", "two"):
        await shop.done("pointsAdjust", **adjustment(idempotencyKey=key, points=1_000_000_000))
    arguments = adjustment(idempotencyKey="three", points=1_000_000_000)

    await check_refused(shop, "pointsAdjust", arguments, "OUT_OF_RANGE", ["input", "points"])


async def test_a_blocked_payment_method_is_refused_with_points(open_shop: AdminApi) -> None:
    """R5.9."""
    await open_shop.done("settingsUpdate", **settings(blockedPaymentMethods=["invoice"]))
    await open_shop.done("cartApplyPoints", cartId="c1")
    arguments = placing({"id": "o1"}, paymentMethod="invoice")
    path = ["input", "paymentMethod"]

    await check_refused(open_shop, "orderPlace", arguments, "PAYMENT_METHOD_BLOCKED", path)


async def test_an_empty_cart_is_not_placed(shop: AdminApi) -> None:
    """R6.1."""
    await shop.done("cartPut", input={"id": "c1", "websiteCode": "us", "lines": []})
    arguments = placing({"id": "o1"})

    await check_refused(shop, "orderPlace", arguments, "INVALID", ["input", "cartId"])
