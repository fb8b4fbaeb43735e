"""Previews and personal data over the API, with refusals at the field they are about (R12.5)."""

from tests.api.admin.asking import ERRORS, AdminApi
from tests.api.admin.commands import adjustment, placing


async def test_an_adjustment_is_previewed_with_its_refusal_at_the_field(shop: AdminApi) -> None:
    """R4.5."""
    asked = f"points balance available worth {{ amount }} expiresAt message {ERRORS}"

    good = await shop.query("pointsAdjustPreview", asked, **adjustment(points=25))
    bad = await shop.query("pointsAdjustPreview", asked, **adjustment(points=-1))
    unknown = await shop.query("pointsAdjustPreview", ERRORS, **adjustment(customerId="no"))

    assert good == {
        "points": 25,
        "balance": 25,
        "available": 25,
        "worth": {"amount": "4.00"},
        "expiresAt": None,
        "message": None,
        "userErrors": [],
    }
    assert (bad["points"], bad["balance"]) == (0, None)
    (refusal,) = bad["userErrors"]
    assert (refusal["code"], refusal["missingPoints"]) == ("INSUFFICIENT_POINTS", 1)
    assert unknown["userErrors"][0]["path"] == ["input", "customerId"]


async def test_merging_and_erasing_are_previewed(shop: AdminApi) -> None:
    bob = {"id": "bob", "websiteCode": "us", "email": "bob@example.com"}
    await shop.done("customerPut", input=bob)
    await shop.done("pointsAdjust", **adjustment(points=5, customerId="bob"))

    merge = await shop.query(
        "customerMergePreview",
        f"accounts {{ websiteCode fromBalance intoBalance balance }} orders {ERRORS}",
        fromId="bob",
        intoId="ada",
    )
    refused = await shop.query("customerMergePreview", ERRORS, fromId="bob", intoId="nobody")
    erase = await shop.query("customerErasePreview", "customer { email } emails", id="bob")

    account = {"websiteCode": "us", "fromBalance": 5, "intoBalance": 0, "balance": 5}
    assert merge == {"accounts": [account], "orders": 0, "userErrors": []}
    assert refused["userErrors"][0]["path"] == ["intoId"]
    assert erase == {"customer": {"email": "bob@example.com"}, "emails": 1}


async def test_personal_data_is_for_those_who_may_erase_it(shop: AdminApi) -> None:
    """R12.2."""
    data = await shop.query("customerPersonalData", id="ada")
    answer = await shop.as_("customers:read").send('{ customerPersonalData(id: "ada") }')

    assert data["customers"][0]["email"] == "ada@example.com"
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_debit_tells_which_credit_its_points_came_from(shop: AdminApi) -> None:
    """R3.2."""
    await shop.done("pointsAdjust", **adjustment(points=5, comment="Sorry"))

    debit = await shop.done(
        "pointsAdjust",
        "entry { allocations { points openedBy { comment points } } }",
        **adjustment(idempotencyKey="taken", points=-3),
    )

    (share,) = debit["entry"]["allocations"]
    assert share == {"points": 3, "openedBy": {"comment": "Sorry", "points": 5}}


async def test_orders_are_searched_a_page_at_a_time(checkout: AdminApi) -> None:
    await checkout.done("orderPlace", **placing({"id": "o1", "number": "#1001"}))

    found = await checkout.query("orderSearch", "totalCount nodes { id number }", text="100")

    assert found == {"totalCount": 1, "nodes": [{"id": "o1", "number": "#1001"}]}
