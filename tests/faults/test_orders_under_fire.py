"""Refunds, cancels and statuses of one order, many at once: each counts once (R3.4, R6.3)."""

from collections import Counter

from tests.faults.running_shop import ADJUST, SET_UP, ask, ask_all, shops_under_fire

MANY = 24
SELL = """
mutation ($cart: ID!, $order: ID!) {
  cartPut(input: {id: $cart, websiteCode: "us", customerId: "ada",
    lines: [{id: "l1", sku: "sku", quantity: 8, unitPrice: "1.00"}]}) { userErrors { code } }
  cartApplyPoints(cartId: $cart) { userErrors { code } }
  orderPlace(input: {cartId: $cart, orders: [{id: $order}]}) { userErrors { code } }
}
"""
INVOICE = """
mutation { orderInvoice(input: {orderId: "o", invoiceId: "i"}) { userErrors { code } } }
"""
REFUND = """
mutation ($id: ID!) {
  orderRefund(input: {orderId: "o", creditMemoId: $id, refundPoints: 100,
    lines: [{lineId: "l1", quantity: 1}]}) { replayed userErrors { code } }
}
"""
CANCEL = """
mutation ($id: ID!) {
  orderCancel(input: {orderId: "o", cancellationId: $id, lines: [{lineId: "l1", quantity: 1}]})
    { replayed userErrors { code } }
}
"""
STATUS = """
mutation ($status: String!, $key: String!) {
  orderSetStatus(input: {orderId: "o", status: $status, idempotencyKey: $key})
    { userErrors { code } }
}
"""
BALANCE = '{ customer(id: "ada") { account(websiteCode: "us") { balance } } }'


def codes(answers: list[dict[str, object]], field: str) -> Counter[str]:
    """Count the outcomes: `ok`, `replayed` or the code of the refusal."""
    found: Counter[str] = Counter()
    for answer in answers:
        payload = answer[field]
        assert isinstance(payload, dict)
        errors = payload["userErrors"]
        done = "replayed" if payload.get("replayed") else "ok"
        found[errors[0]["code"] if errors else done] += 1
    return found


async def test_parallel_refunds_and_cancels_of_one_order_give_back_what_was_used_once(
    database_url: str, processes: dict[str, int]
) -> None:
    """R3.4, R6.8, R6.9: 8 units, 800 points; each unit is cancelled or refunded once."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        await ask(clients[0], ADJUST, key="k", points=800)
        await ask(clients[0], SELL, cart="c", order="o")

        cancelled = await ask_all(
            clients, CANCEL, [{"id": f"x{number % 6}"} for number in range(MANY)]
        )
        await ask(clients[0], INVOICE)
        refunded = await ask_all(
            clients, REFUND, [{"id": f"m{number % 8}"} for number in range(MANY)]
        )

        balance = await ask(clients[0], BALANCE)
        verified = shops[0].command("verify")

    assert codes(cancelled, "orderCancel")["ok"] == 6
    assert codes(cancelled, "orderCancel")["replayed"] == MANY - 6
    assert codes(refunded, "orderRefund")["ok"] == 2
    assert codes(refunded, "orderRefund")["replayed"] == 4
    assert codes(refunded, "orderRefund")["OUT_OF_RANGE"] == MANY - 6
    assert balance == {"customer": {"account": {"balance": 800}}}
    assert verified.returncode == 0, verified.stdout


async def test_parallel_statuses_leave_the_points_where_the_last_one_says(
    database_url: str, processes: dict[str, int]
) -> None:
    """R6.3: flips never pay twice."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        await ask(clients[0], ADJUST, key="k", points=800)
        await ask(clients[0], SELL, cart="c", order="o")

        flips: list[dict[str, object]] = [
            {"status": ("failed", "shipped")[number % 2], "key": f"k{number}"}
            for number in range(MANY)
        ]
        answers = await ask_all(clients, STATUS, flips)
        await ask(clients[0], STATUS, status="failed", key="last")

        balance = await ask(clients[0], BALANCE)
        verified = shops[0].command("verify")

    assert set(codes(answers, "orderSetStatus")) == {"ok"}
    assert balance == {"customer": {"account": {"balance": 800}}}
    assert verified.returncode == 0, verified.stdout
