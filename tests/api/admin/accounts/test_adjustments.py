"""Points added and taken by hand, and the history of it (R3, R4.1)."""

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import adjustment

ACCOUNT = """
    customerId websiteCode orphan balance worth { amount currency } held available pending debt
"""
ENTRY = """
    customerId websiteCode points amount { amount currency } balance amountBalance { amount }
    rate { points currencyAmount currency direction priority }
    reason reasonLabel comment actor orderId shortfall expired expiresAt
"""


async def test_an_adjustment_is_written_and_answered(shop: AdminApi) -> None:
    """R3.1."""
    done = await shop.done(
        "pointsAdjust",
        f"entry {{ {ENTRY} allocations {{ points }} }} account {{ {ACCOUNT} }} message replayed",
        **adjustment(points=25, comment="Sorry"),
    )

    assert done["entry"] == {
        "customerId": "ada",
        "websiteCode": "us",
        "points": 25,
        "amount": {"amount": "4.00", "currency": "USD"},
        "balance": 25,
        "amountBalance": {"amount": "4.00"},
        "rate": {
            "points": 10,
            "currencyAmount": "2.00",
            "currency": "USD",
            "direction": "POINTS_TO_CURRENCY",
            "priority": 4,
        },
        "reason": "ADMIN_ADJUSTMENT",
        "reasonLabel": "Updated by admin",
        "comment": "Sorry",
        "actor": "backend",
        "orderId": None,
        "shortfall": 0,
        "expired": 0,
        "expiresAt": None,
        "allocations": [{"points": 25}],
    }
    assert done["account"]["balance"] == done["account"]["available"] == 25
    assert done["account"]["worth"] == {"amount": "4.00", "currency": "USD"}
    assert (done["message"], done["replayed"]) == (None, False)


async def test_an_adjustment_sent_again_is_answered_not_done(shop: AdminApi) -> None:
    """R3.5: the first entry, the account as it is now."""
    first = await shop.done("pointsAdjust", "entry { id } replayed", **adjustment(points=25))
    await shop.done("pointsAdjust", **adjustment(points=5, idempotencyKey="k2"))

    again = await shop.done(
        "pointsAdjust", "entry { id } account { balance } replayed", **adjustment(points=25)
    )

    assert again["entry"] == first["entry"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["account"] == {"balance": 30}


async def test_keys_of_two_callers_are_two_keys(shop: AdminApi) -> None:
    """R3.5."""
    await shop.done("pointsAdjust", **adjustment(points=25))

    other = await shop.as_("points:write", subject="script").done(
        "pointsAdjust", "account { balance } replayed", **adjustment(points=5)
    )

    assert other == {"account": {"balance": 30}, "replayed": False}


async def test_what_the_cap_cuts_is_said(shop: AdminApi) -> None:
    """R4.1: cut to the cap; cut to 0 writes no entry."""
    await shop.done("settingsUpdate", input={"balanceCap": 100})

    cut = await shop.done(
        "pointsAdjust", "entry { points shortfall } message", **adjustment(points=120)
    )
    nothing = await shop.done(
        "pointsAdjust",
        "entry { points } account { balance } message",
        **adjustment(points=5, idempotencyKey="k2"),
    )

    assert cut["entry"] == {"points": 100, "shortfall": 20}
    assert cut["message"]
    assert nothing["entry"] is None
    assert nothing["account"] == {"balance": 100}
    assert nothing["message"]


async def test_the_history_is_newest_first_and_in_pages(shop: AdminApi) -> None:
    """R3.1."""
    for number in range(1, 6):
        await shop.done("pointsAdjust", **adjustment(points=number, idempotencyKey=str(number)))
    selection = """
        account(websiteCode: "us") { history(first: 2, after: %s) {
            totalCount nodes { points } pageInfo { hasNextPage endCursor } } }
    """

    first = (await shop.query("customer", selection % "null", id="ada"))["account"]["history"]
    cursor = f'"{first["pageInfo"]["endCursor"]}"'
    second = (await shop.query("customer", selection % cursor, id="ada"))["account"]["history"]

    assert (first["totalCount"], first["nodes"]) == (5, [{"points": 5}, {"points": 4}])
    assert second["nodes"] == [{"points": 3}, {"points": 2}]


async def test_the_ledger_is_asked_by_customer_website_and_reason(shop: AdminApi) -> None:
    """R3.1."""
    await shop.done("customerPut", input={"id": "bob", "websiteCode": "us", "email": "b@e.org"})
    await shop.done("pointsAdjust", **adjustment(points=1))
    await shop.done("pointsAdjust", **adjustment(points=2, idempotencyKey="k2", customerId="bob"))

    async def points(**wanted: object) -> list[int]:
        found = await shop.query("ledgerEntries", "totalCount nodes { points }", **wanted)
        assert found["totalCount"] == len(found["nodes"])
        return [entry["points"] for entry in found["nodes"]]

    assert await points() == [2, 1]
    assert await points(customerId="ada") == [1]
    assert await points(customerId="ada", reasons=["PURCHASE"]) == []
    assert await points(reasons=["PURCHASE", "ADMIN_ADJUSTMENT"], websiteCode="us") == [2, 1]
    assert await points(to="2020-01-01T00:00:00Z") == []
    assert await points(**{"from": "2020-01-01T00:00:00Z"}) == [2, 1]
