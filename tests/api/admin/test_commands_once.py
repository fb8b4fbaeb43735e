"""A command that moves points, sent again, does nothing again and is audited once (R3.5, R12.2)."""

import pytest

from tests.api.admin.asking import AdminApi, Json, everything_written, root_type
from tests.api.admin.commands import (
    activity,
    adjustment,
    cart,
    file_part,
    invoice,
    line,
    placing,
    row,
    rows,
)

Command = tuple[str, Json]

# Customers are put, not commanded: what registering earned is kept, the rest is written again.
PUT = {"customerPut", "subscriptionsUpdate"}

ORPHAN = {"customerId": "ada", "fromWebsiteCode": "uk", "idempotencyKey": "k"}
TO_ORPHAN: list[Command] = [
    ("websitePut", {"input": {"code": "uk", "baseCurrency": "USD"}}),
    ("pointsAdjust", adjustment(idempotencyKey="uk", websiteCode="uk")),
    ("websiteDelete", {"code": "uk"}),
]
PAID: list[Command] = [
    ("pointsAdjust", adjustment(idempotencyKey="given", points=25)),
    ("cartPut", cart(line(), id="c1", customerId="ada")),
    ("cartApplyPoints", {"cartId": "c1"}),
]
PLACED: list[Command] = [*PAID, ("orderPlace", placing({"id": "o0"}))]
GUEST: list[Command] = [("cartPut", cart(line(), id="c1")), ("orderPlace", placing({"id": "o0"}))]
INVITATION = {"id": "v1", "inviterId": "ada", "websiteCode": "us", "email": "bob@example.com"}
INVITED: list[Command] = [
    ("invitationCreate", {"input": INVITATION}),
    ("customerPut", {"input": {"id": "bob", "websiteCode": "us", "email": "bob@example.com"}}),
]
BOB: list[Command] = [
    ("customerPut", {"input": {"id": "bob", "websiteCode": "us", "email": "bob@example.com"}}),
    ("pointsAdjust", adjustment(idempotencyKey="bob", customerId="bob")),
]
ORDER: Json = {"orderId": "o0"}

COMMANDS: dict[str, tuple[list[Command], Json]] = {
    "customerMerge": (BOB, {"fromId": "bob", "intoId": "ada", "idempotencyKey": "k"}),
    "pointsAdjust": ([], adjustment()),
    "pointsImport": ([], rows(row())),
    "balanceFileImport": ([], file_part("customerId,websiteCode,points", "ada,us,5\n")),
    "orphanPointsMove": (TO_ORPHAN, {**ORPHAN, "toWebsiteCode": "us"}),
    "orphanPointsDelete": (TO_ORPHAN, ORPHAN),
    "activityRecord": ([], activity()),
    "invitationCreate": ([], {"input": INVITATION}),
    "invitationAccept": (INVITED, {"id": "v1", "customerId": "bob"}),
    "orderPlace": (PAID, placing({"id": "o0"})),
    "orderAttachCustomer": (GUEST, {**ORDER, "customerId": "ada"}),
    "orderInvoice": (PLACED, invoice(("l1", 1))),
    "orderCancel": (PLACED, {"input": {**ORDER, "cancellationId": "x1"}}),
    "orderRefund": (
        [*PLACED, ("orderInvoice", invoice(("l1", 2)))],
        {"input": {**ORDER, "creditMemoId": "m1"}},
    ),
    "orderSetStatus": (
        PLACED,
        {"input": {**ORDER, "status": "complete", "idempotencyKey": "k"}},
    ),
}


def test_every_command_that_says_whether_it_was_replayed_is_here() -> None:
    """R3.5: a new one has to come here too."""
    mutations = root_type("mutation").fields.items()
    keyed = {name for name, field in mutations if _says_replayed(field.type.of_type)}

    assert keyed - PUT == set(COMMANDS)


def _says_replayed(payload: object) -> bool:
    return "replayed" in getattr(payload, "fields", {})


@pytest.mark.parametrize("mutation", COMMANDS)
async def test_a_command_sent_again_does_nothing_again_and_is_audited_once(
    shop: AdminApi, mutation: str
) -> None:
    before, arguments = COMMANDS[mutation]
    for name, given in before:
        await shop.done(name, **given)
    audited = await actions(shop)

    first = await shop.done(mutation, "replayed", **arguments)
    written = await everything_written()
    again = await shop.done(mutation, "replayed", **arguments)

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert await everything_written() == written
    assert await actions(shop) == [mutation, *audited]


async def actions(shop: AdminApi) -> list[str]:
    """Return what was commanded, newest first."""
    log = await shop.query("auditLog", "nodes { action }", first=100)
    return [entry["action"] for entry in log["nodes"]]
