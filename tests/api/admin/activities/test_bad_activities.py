"""Bad commands about activities meet a clear error, and nothing is written (R9, R14.3)."""

import pytest

from tests.api.admin.asking import AdminApi, Json
from tests.api.admin.commands import activity, custom_activity, customer, invitation
from tests.api.admin.refusals import case, check_refused

LONG = "x" * 129
REVIEW = "REVIEW_APPROVED"
DEFINED = [
    case("no-code", "customActivityPut", custom_activity(code=""), "INVALID", "input", "code"),
    case("long-code", "customActivityPut", custom_activity(code=LONG), "INVALID", "input", "code"),
    case("no-name", "customActivityPut", custom_activity(name=""), "INVALID", "input", "name"),
    case("no-points", "customActivityPut", custom_activity(points=0), "OUT_OF_RANGE",
         "input", "points"),
    case("negative-limit", "customActivityPut", custom_activity(limitPerCustomer=-1),
         "OUT_OF_RANGE", "input", "limitPerCustomer"),
    case("no-days", "customActivityPut", custom_activity(periodDays=0), "OUT_OF_RANGE",
         "input", "periodDays"),
    case("bound-alone", "customActivityPut", custom_activity(pointsFrom=1), "INVALID",
         "input", "pointsTo"),
    case("other-bound-alone", "customActivityPut", custom_activity(pointsTo=1), "INVALID",
         "input", "pointsFrom"),
    case("bound-of-0", "customActivityPut", custom_activity(pointsFrom=0, pointsTo=1),
         "OUT_OF_RANGE", "input", "pointsFrom"),
    case("bounds-in-disorder", "customActivityPut", custom_activity(pointsFrom=2, pointsTo=1),
         "INVALID", "input", "pointsTo"),
    case("unknown-website-defined", "customActivityPut", custom_activity(websiteCode="nowhere"),
         "NOT_FOUND", "input", "websiteCode"),
    case("unknown-activity-deleted", "customActivityDelete", {"code": "nothing"}, "NOT_FOUND",
         "code"),
]  # fmt: skip
RECORDED = [
    case("no-key", "activityRecord", activity(idempotencyKey=""), "INVALID",
         "input", "idempotencyKey"),
    case("review-without-id", "activityRecord", activity(REVIEW), "INVALID", "input", "reference"),
    case("long-review-id", "activityRecord", activity(REVIEW, reference=LONG), "INVALID",
         "input", "reference"),
    case("review-with-code", "activityRecord", activity(REVIEW, reference="r1", customCode="like"),
         "INVALID", "input", "customCode"),
    case("signup-with-reference", "activityRecord", activity(reference="r1"), "INVALID",
         "input", "reference"),
    case("signup-with-code", "activityRecord", activity(customCode="like"), "INVALID",
         "input", "customCode"),
    case("custom-without-code", "activityRecord", activity("CUSTOM"), "INVALID",
         "input", "customCode"),
    case("unknown-custom", "activityRecord", activity("CUSTOM", customCode="nothing"), "NOT_FOUND",
         "input", "customCode"),
    case("custom-of-another-website", "activityRecord", activity("CUSTOM", customCode="uk-only"),
         "NOT_FOUND", "input", "customCode"),
    case("in-the-future", "activityRecord", activity(occurredAt="2999-01-01T00:00:00Z"), "INVALID",
         "input", "occurredAt"),
    case("review-with-points", "activityRecord", activity(REVIEW, reference="r1", points=5),
         "INVALID", "input", "points"),
    case("signup-with-a-date", "activityRecord", activity(expiresAt="2999-01-01T00:00:00Z"),
         "INVALID", "input", "expiresAt"),
    case("fixed-points-given", "activityRecord", activity("CUSTOM", customCode="like", points=5),
         "INVALID", "input", "points"),
    case("date-that-is-over", "activityRecord",
         activity("CUSTOM", customCode="like", expiresAt="2001-01-01T00:00:00Z"), "INVALID",
         "input", "expiresAt"),
    case("reviewer-unknown", "activityRecord", activity(REVIEW, reference="r1", customerId="bob"),
         "NOT_FOUND", "input", "customerId"),
    case("doer-unknown", "activityRecord", activity("CUSTOM", customCode="like", customerId="bob"),
         "NOT_FOUND", "input", "customerId"),
    case("no-customer", "activityRecord", activity(customerId=""), "INVALID",
         "input", "customerId"),
    case("unknown-website", "activityRecord", activity(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("review-of-another", "activityRecord", activity(REVIEW, reference="r0", websiteCode="uk"),
         "IDEMPOTENCY_CONFLICT", "input", "reference"),
    case("key-of-another", "activityRecord", activity(idempotencyKey="before"),
         "IDEMPOTENCY_CONFLICT", "input", "idempotencyKey"),
]  # fmt: skip
INVITED = [
    case("no-id", "invitationCreate", invitation(id=""), "INVALID", "input", "id"),
    case("no-address", "invitationCreate", invitation(email="bob"), "INVALID", "input", "email"),
    case("line-break", "invitationCreate", invitation(email="b@example.com\r\nBcc: e@example.com"),
         "INVALID", "input", "email"),
    case("comma", "invitationCreate", invitation(email="b@example.com,e@example.com"), "INVALID",
         "input", "email"),
    case("oneself", "invitationCreate", invitation(email="ada@example.com"), "INVALID",
         "input", "email"),
    case("oneself-in-capitals", "invitationCreate", invitation(email="ADA@Example.Com"), "INVALID",
         "input", "email"),
    case("oneself-with-a-tag", "invitationCreate", invitation(email="ada+me@example.com"),
         "INVALID", "input", "email"),
    case("inviter-unknown", "invitationCreate", invitation(inviterId="nobody"), "NOT_FOUND",
         "input", "inviterId"),
    case("no-inviter", "invitationCreate", invitation(inviterId=""), "INVALID",
         "input", "inviterId"),
    case("to-nowhere", "invitationCreate", invitation(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("id-of-another", "invitationCreate", invitation(id="v1", email="carl@example.com"),
         "IDEMPOTENCY_CONFLICT", "input", "id"),
    case("unknown-invitation", "invitationAccept", {"id": "v9", "customerId": "ada"}, "NOT_FOUND",
         "id"),
    case("invitee-unknown", "invitationAccept", {"id": "v1", "customerId": "nobody"}, "NOT_FOUND",
         "customerId"),
    case("own-invitation", "invitationAccept", {"id": "v1", "customerId": "ada"}, "INVALID",
         "customerId"),
    case("own-invitation-by-address", "invitationAccept", {"id": "v1", "customerId": "ada2"},
         "INVALID", "customerId"),
    case("accepted-by-another", "invitationAccept", {"id": "v0", "customerId": "carl"},
         "IDEMPOTENCY_CONFLICT", "id"),
]  # fmt: skip


@pytest.fixture
async def lively(open_shop: AdminApi) -> AdminApi:
    """Let there be a review r0, an invitation v0 accepted by Dora, and v1 open; all by Ada."""
    shop = open_shop
    await shop.done("websitePut", input={"code": "uk", "baseCurrency": "GBP"})
    await shop.done("customActivityPut", **custom_activity())
    await shop.done("customActivityPut", **custom_activity(code="uk-only", websiteCode="uk"))
    await shop.done("activityRecord", **activity(REVIEW, reference="r0", idempotencyKey="before"))
    for name in ("v0", "v1"):
        await shop.done("invitationCreate", **invitation(id=name))
    for name in ("carl", "dora"):
        await shop.done("customerPut", **customer(id=name, email=f"{name}@example.com"))
    await shop.done("customerPut", **customer(id="ada2", email="Ada+2@example.com"))
    await shop.done("invitationAccept", id="v0", customerId="dora")
    return shop


@pytest.mark.parametrize(("mutation", "arguments", "code", "path"), [*DEFINED, *RECORDED, *INVITED])
async def test_a_bad_command_is_refused_where_it_is_and_writes_nothing(
    lively: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> None:
    await check_refused(lively, mutation, arguments, code, path)


async def test_what_is_no_activity_is_an_error_of_the_document(shop: AdminApi) -> None:
    """R13.2."""
    answer = await shop.send(
        "mutation ($input: ActivityInput!) { activityRecord(input: $input) { replayed } }",
        activity("LAUGHED"),
    )

    assert answer["errors"][0]["extensions"]["category"] == "graphql-input"
