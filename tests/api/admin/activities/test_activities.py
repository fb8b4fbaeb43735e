"""What customers do beside orders, as a shop's backend tells of it (R9)."""

import pytest

from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import (
    activity,
    adjustment,
    cart,
    custom_activity,
    customer,
    invitation,
    line,
    placing,
)

RECORDED = "entry { points reason reasonLabel } account { balance } message replayed"
PUT = "customer { id } awards { points reason } message replayed"
INVITED = (
    "invitation { id inviterId websiteCode email acceptedBy createdAt }"
    " awards { customerId points reason } message replayed"
)


@pytest.fixture
async def generous(shop: AdminApi) -> AdminApi:
    """Let the shop give points for everything."""
    points = {
        "registrationPoints": 50,
        "newsletterSignupPoints": 20,
        "reviewPoints": 30,
        "reviewLimit": 1,
        "invitationSentPoints": 5,
        "invitationCustomerPoints": 40,
        "invitationOrderPoints": 100,
    }
    await shop.done("settingsUpdate", websiteCode="us", input=points)
    await shop.done("customActivityPut", **custom_activity())
    return shop


async def test_a_review_is_awarded_once_and_the_next_is_beyond_the_limit(
    generous: AdminApi,
) -> None:
    """R9.1, R9.2, R9.4."""
    first = activity("REVIEW_APPROVED", reference="r1")
    second = activity("REVIEW_APPROVED", reference="r2", idempotencyKey="l")

    done = await generous.done("activityRecord", RECORDED, **first)
    again = await generous.done("activityRecord", RECORDED, **first)
    beyond = await generous.done("activityRecord", RECORDED, **second)

    entry = {"points": 30, "reason": "REVIEW", "reasonLabel": "Review submission"}
    assert done == {
        "entry": entry,
        "account": {"balance": 30},
        "message": "You earned 30 reward points for your review.",
        "replayed": False,
    }
    assert again == {**done, "replayed": True}
    assert beyond == {
        "entry": None,
        "account": {"balance": 30},
        "message": "You have earned reward points for this as often as you can.",
        "replayed": False,
    }


async def test_an_activity_of_the_shops_own_is_named_in_the_history(generous: AdminApi) -> None:
    """R3.6, R9.1."""
    when = "2020-01-31T09:30:00Z"
    done = await generous.done(
        "activityRecord",
        RECORDED,
        **activity("CUSTOM", customCode="like", reference="x", occurredAt=when),
    )

    assert done["entry"] == {"points": 5, "reason": "CUSTOM", "reasonLabel": "Liked us"}
    assert done["message"] == "You earned 5 reward points: Liked us."


async def test_a_signup_before_its_customer_is_awarded_with_the_registration(
    generous: AdminApi,
) -> None:
    """R9.1."""
    waiting = await generous.done("activityRecord", RECORDED, **activity(customerId="bob"))
    put = await generous.done("customerPut", PUT, **customer())
    again = await generous.done("customerPut", PUT, **customer())

    assert (waiting["entry"], waiting["account"]) == (None, {"balance": 0})
    assert put == {
        "customer": {"id": "bob"},
        "awards": [
            {"points": 50, "reason": "REGISTRATION"},
            {"points": 20, "reason": "NEWSLETTER_SIGNUP"},
        ],
        "message": (
            "You earned 50 reward points for registering."
            " You earned 20 reward points for subscribing to the newsletter."
        ),
        "replayed": False,
    }
    assert again == {**put, "replayed": True}


async def test_an_invitation_is_sent_accepted_and_rewarded_with_the_invitees_order(
    generous: AdminApi,
) -> None:
    """R9.3."""
    sent = await generous.done("invitationCreate", INVITED, **invitation(id="v1"))
    await generous.done("customerPut", **customer())
    accepted = await generous.done("invitationAccept", INVITED, id="v1", customerId="bob")
    await generous.done("cartPut", **cart(line(), id="c1", customerId="bob"))
    await generous.done("orderPlace", **placing({"id": "o1"}))
    invoiced = await generous.done(
        "orderInvoice",
        "entries { customerId points reason } message",
        input={"orderId": "o1", "invoiceId": "i1"},
    )

    assert sent["awards"] == [{"customerId": "ada", "points": 5, "reason": "INVITATION_SENT"}]
    assert sent["message"] == "You earned 5 reward points for your invitation."
    assert accepted["invitation"] == {**sent["invitation"], "acceptedBy": "bob"}
    assert accepted["awards"] == [
        {"customerId": "ada", "points": 40, "reason": "INVITATION_CUSTOMER"}
    ]
    assert accepted["message"] is None
    assert invoiced["entries"] == [
        {"customerId": "bob", "points": 100, "reason": "PURCHASE"},
        {"customerId": "ada", "points": 100, "reason": "INVITATION_ORDER"},
    ]
    assert invoiced["message"] == "You earned 100 reward points for order o1."


async def test_invitations_are_found_by_inviter_and_website(generous: AdminApi) -> None:
    """R9.3."""
    await generous.done("invitationCreate", **invitation(id="v1"))
    await generous.done("invitationCreate", **invitation(id="v2", email="carl@example.com"))

    one = await generous.query(
        "invitations", "totalCount nodes { id }", inviterId="ada", websiteCode="us", first=1
    )
    none = await generous.query("invitations", "totalCount", inviterId="bob")

    assert one == {"totalCount": 2, "nodes": [{"id": "v2"}]}
    assert none == {"totalCount": 0}


async def test_an_order_shows_the_inviters_entry_with_the_ledger_alone(generous: AdminApi) -> None:
    """R3.1, R9.3: it is of the order, though not of its buyer."""
    await generous.done("invitationCreate", **invitation(id="v1"))
    await generous.done("customerPut", **customer())
    await generous.done("invitationAccept", id="v1", customerId="bob")
    await generous.done("cartPut", **cart(line(), id="c1", customerId="bob"))
    await generous.done("orderPlace", **placing({"id": "o1"}))
    await generous.done("orderInvoice", input={"orderId": "o1", "invoiceId": "i1"})

    order = await generous.query("order", "entries { customerId }", id="o1")
    ledger = await generous.query("ledgerEntries", "nodes { customerId }", orderId="o1")

    assert order["entries"] == [{"customerId": "bob"}]
    assert ledger["nodes"] == [{"customerId": "ada"}, {"customerId": "bob"}]


async def test_custom_activities_are_listed_as_they_were_put(shop: AdminApi) -> None:
    """R9.1."""
    fields = "code name points limitPerCustomer periodDays websiteCode"
    given = {"limitPerCustomer": 3, "periodDays": 30, "websiteCode": "us"}

    put = await shop.done(
        "customActivityPut", f"customActivity {{ {fields} }}", **custom_activity(**given)
    )
    listed = await shop.query("customActivities", fields)
    gone = await shop.done("customActivityDelete", "deletedId", code="like")

    expected = {"code": "like", "name": "Liked us", "points": 5, **given}
    assert put["customActivity"] == expected
    assert listed == [expected]
    assert gone == {"deletedId": "like"}
    assert await shop.query("customActivities", "code") == []


async def test_the_account_is_the_one_of_the_activitys_website(generous: AdminApi) -> None:
    """R1.2."""
    await generous.done("websitePut", input={"code": "uk", "baseCurrency": "GBP"})
    await generous.done("pointsAdjust", **adjustment(points=7, idempotencyKey="seven"))

    done = await generous.done(
        "activityRecord",
        "account { websiteCode balance }",
        **activity("CUSTOM", customCode="like", websiteCode="uk"),
    )

    assert done["account"] == {"websiteCode": "uk", "balance": 5}
