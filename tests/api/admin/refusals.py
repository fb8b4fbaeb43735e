"""Commands that are refused: the code, where in the input, and that nothing came of it (R13.2)."""

import pytest
from _pytest.mark import ParameterSet

from tests.api.admin.asking import AdminApi, Json, everything_written

RESULTS = {
    "exchangeRateCreate": "exchangeRate { id } warnings",
    "settingsUpdate": "settings { enabled }",
    "settingsReset": "settings { enabled }",
    "websitePut": "website { code }",
    "websiteDelete": "deletedId",
    "customerGroupPut": "customerGroup { code }",
    "customerGroupDelete": "deletedId",
    "customerPut": "customer { id } awards { id } message replayed",
    "subscriptionsUpdate": "customer { id } awards { id } message replayed",
    "pointsAdjust": "entry { id } account { balance } message replayed",
    "pointsImport": "imported rows { index } replayed",
    "balanceFileImport": "rows imported refused { line } csvHeading replayed",
    "orphanPointsMove": "entry { id } account { balance } message replayed",
    "orphanPointsDelete": "entry { id } account { balance } message replayed",
    "cartPut": "cart { id }",
    "cartDelete": "deletedId",
    "cartApplyPoints": "cart { id }",
    "cartRemovePoints": "cart { id }",
    "cartHoldPoints": "cart { id }",
    "orderPlace": "orders { id } replayed message",
    "cartApplyProductPoints": "cart { id }",
    "cartRuleCreate": "cartRule { id }",
    "cartRuleUpdate": "cartRule { id }",
    "cartRuleDelete": "deletedId",
    "productPointsPut": "productPoints { sku }",
    "productPointsDelete": "deletedId",
    "orderStatusRulePut": "orderStatusRule { status }",
    "orderStatusRuleDelete": "deletedId",
    "emailRetry": "email { id }",
    "emailTemplatePut": "emailTemplate { code }",
    "emailTemplateDelete": "deletedId",
    "customActivityPut": "customActivity { code }",
    "customActivityDelete": "deletedId",
    "activityRecord": "entry { id } account { balance } message replayed",
    "invitationCreate": "invitation { id } awards { id } message replayed",
    "invitationAccept": "invitation { id } awards { id } message replayed",
    "orderCancel": "order { id } entries { id } message replayed",
    "orderRefund": "order { id } outcome { proposedPoints } entries { id } replayed",
    "orderSetStatus": "order { id } entries { id } message replayed",
    "orderInvoice": "order { id } entries { id } message replayed",
    "orderAttachCustomer": "order { id } entries { id } message replayed",
    "exchangeRateUpdate": "exchangeRate { id } warnings",
    "exchangeRateDelete": "deletedId",
    "webhookEndpointPut": "webhookEndpoint { id } secret",
    "webhookSecretRotate": "webhookEndpoint { id } secret",
    "webhookEndpointDelete": "deletedId",
    "webhookReplay": "delivery { id }",
}


def case(name: str, mutation: str, arguments: Json, code: str, *path: str) -> ParameterSet:
    """Return one row of a table of refusals."""
    return pytest.param(mutation, arguments, code, list(path) or None, id=name)


async def check_refused(
    api: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> Json:
    """Check that the command is refused there and writes nothing; return the error."""
    before = await everything_written()

    payload = await api.command(mutation, RESULTS[mutation], **arguments)

    (error,) = payload.pop("userErrors")
    assert (error["code"], error["path"]) == (code, path)
    assert error["message"]
    assert not any(payload.values()), "a refused command has no result"
    assert await everything_written() == before
    return error  # type: ignore[no-any-return]
