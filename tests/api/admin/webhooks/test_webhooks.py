"""Webhooks as an admin sets them up, and sees what became of them (R16.1)."""

from collections.abc import AsyncIterator

import pytest
from standardwebhooks.webhooks import Webhook

from services.webhooks.delivery import finish_webhooks
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.api.admin.asking import SECRET, AdminApi, everything_written
from tests.api.admin.commands import adjustment, endpoint
from tests.receiver import Receiver, receiving, status

ENDPOINT = "id url events websiteCodes enabled disabledReason createdAt"
SAVED = f"webhookEndpoint {{ {ENDPOINT} }} secret"
DELIVERY = (
    "id endpointId messageId type status attempts responseStatus lastError payload createdAt"
    " deliveredAt"
)
URL = "https://shop.example/hooks?token=hush"


@pytest.fixture
async def webhook_sandbox(api: AdminApi) -> AsyncIterator[None]:
    """Let receivers be on this machine."""
    assert api
    start_webhooks(WebhookOptions(SECRET, is_sandbox=True))
    yield
    await finish_webhooks()


async def test_an_endpoint_is_put_with_a_secret_that_is_shown_once(shop: AdminApi) -> None:
    """R16.1: putting again keeps it."""
    made = await shop.done("webhookEndpointPut", SAVED, **endpoint(URL))
    made_id = made["webhookEndpoint"]["id"]
    wanted = {"events": ["points.earned"], "websiteCodes": ["us"], "enabled": False}
    put = await shop.done("webhookEndpointPut", SAVED, **endpoint(URL, id=made_id, **wanted))

    assert made["secret"].startswith("whsec_")
    assert made["webhookEndpoint"] == {
        "id": made_id,
        "url": URL,
        "events": [],
        "websiteCodes": [],
        "enabled": True,
        "disabledReason": None,
        "createdAt": made["webhookEndpoint"]["createdAt"],
    }
    assert put == {
        "webhookEndpoint": {**made["webhookEndpoint"], **wanted},
        "secret": None,
    }
    assert await shop.query("webhookEndpoints", ENDPOINT) == [put["webhookEndpoint"]]


async def test_every_type_that_is_listed_can_be_asked_for(shop: AdminApi) -> None:
    """R16.1."""
    types = await shop.query("webhookEventTypes")

    put = await shop.done("webhookEndpointPut", SAVED, **endpoint(URL, events=types))

    assert put["webhookEndpoint"]["events"] == types
    assert "points.earned" in types


async def test_neither_the_audit_log_nor_a_row_has_a_secret(shop: AdminApi) -> None:
    """R16.1: rows have it encrypted, the log has the origin of the URL alone."""
    made = await shop.done("webhookEndpointPut", SAVED, **endpoint(URL))
    rotated = await shop.done(
        "webhookSecretRotate", "secret webhookEndpoint { id }", id=made["webhookEndpoint"]["id"]
    )
    kept = str(await everything_written())
    await shop.done("webhookEndpointDelete", "deletedId", id=made["webhookEndpoint"]["id"])

    log = (await shop.query("auditLog", "nodes { action target details }"))["nodes"][:3]
    assert [(entry["action"], entry["details"]) for entry in log] == [
        ("webhookEndpointDelete", {}),
        ("webhookSecretRotate", {"keepOldForSeconds": 86_400}),
        (
            "webhookEndpointPut",
            {"origin": "https://shop.example", "events": [], "websiteCodes": [], "enabled": True},
        ),
    ]
    assert {entry["target"] for entry in log} == {made["webhookEndpoint"]["id"]}
    assert rotated["secret"] != made["secret"]
    assert not [each for each in (made, rotated) if each["secret"].removeprefix("whsec_") in kept]


async def test_there_are_at_most_twenty_endpoints(shop: AdminApi) -> None:
    for _ in range(20):
        await shop.done("webhookEndpointPut", SAVED, **endpoint(URL))

    payload = await shop.command("webhookEndpointPut", SAVED, **endpoint(URL))

    assert [error["code"] for error in payload["userErrors"]] == ["OUT_OF_RANGE"]


@pytest.mark.usefixtures("webhook_sandbox")
async def test_the_job_delivers_and_the_log_shows_it_page_by_page(shop: AdminApi) -> None:
    """R16.1."""
    answers = [500]
    failing = Receiver()

    async def answer(_: object, writer: object) -> None:
        writer.write(status(answers.pop() if answers else 200))  # type: ignore[attr-defined]

    failing.answer = answer
    async with receiving(failing) as receiver, receiving(Receiver()) as other:
        made = await shop.done("webhookEndpointPut", SAVED, **endpoint(receiver.url))
        await shop.done("webhookEndpointPut", SAVED, **endpoint(other.url))
        await shop.done("pointsAdjust", **adjustment())
        run = await shop.done("jobRun", "processed", job="DELIVER_WEBHOOKS")
        endpoint_id = made["webhookEndpoint"]["id"]
        waiting = await shop.query(
            "webhookDeliveries", f"totalCount nodes {{ {DELIVERY} }}", status="QUEUED"
        )
        await shop.done("webhookReplay", "delivery { id }", deliveryId=waiting["nodes"][-1]["id"])
        await shop.done("jobRun", "processed", job="DELIVER_WEBHOOKS")
        first = await shop.query(
            "webhookDeliveries",
            f"totalCount pageInfo {{ endCursor hasNextPage }} nodes {{ {DELIVERY} }}",
            endpointId=endpoint_id,
            first=1,
        )
        second = await shop.query(
            "webhookDeliveries",
            f"nodes {{ {DELIVERY} }}",
            endpointId=endpoint_id,
            first=1,
            after=first["pageInfo"]["endCursor"],
        )

    assert run["processed"] == 3
    assert [node["type"] for node in waiting["nodes"]] == ["account.changed", "points.adjusted"]
    assert [node["lastError"] for node in waiting["nodes"]] == [None, "The receiver answered 500."]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (2, True)
    (changed,), (adjusted,) = first["nodes"], second["nodes"]
    assert (changed["type"], adjusted["type"]) == ("account.changed", "points.adjusted")
    assert (adjusted["status"], adjusted["attempts"]) == ("DELIVERED", 2)
    assert adjusted["payload"]["data"]["points"] == 5
    sent = receiver.came[-2]
    assert adjusted["messageId"] == sent.message_id
    assert Webhook(made["secret"]).verify(sent.body, dict(sent.headers)) == adjusted["payload"]
