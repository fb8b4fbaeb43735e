"""Payloads are what their JSON Schema says, and so are the types made of it (R16.2)."""

from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from models.database import fetch
from schema.webhook_types import read_schema, typescript_types
from services.checkout.redemption import apply_points
from services.events.outbox import tell_of_erased_customer
from services.operation.jobs import run_job
from services.rules.basics.enums import Job, LedgerReason
from services.rules.events import payloads
from services.rules.events.event_types import EventType, type_of_entry
from services.webhooks.sender import body_of
from tests.clock import NOW
from tests.services.events.event_log import subscribe
from tests.services.orders.order_life import memo, refund
from tests.services.shop import ADA, fill_cart, give, invoice, line, open_shop, place

ROOT = Path(__file__).parents[3]
SCHEMA = Draft202012Validator(read_schema())


async def everything_happens() -> None:
    """Have each type of event told of once at least."""
    await open_shop(
        settings={
            "expiry_days": 30,
            "expiry_warning_days": 7,
            "refund_points_automatically": True,
            "deduct_earned_points_on_refund": True,
        }
    )
    await subscribe()
    await give(25)
    await fill_cart(line("100.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()
    await invoice()
    await refund(memo(memo_id="m1"))
    await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=NOW + timedelta(days=25))
    await run_job(job=Job.EXPIRE_POINTS, now=NOW + timedelta(days=60))
    await tell_of_erased_customer(customer_id="ada", now=NOW)


@pytest.mark.usefixtures("database")
async def test_every_event_is_as_the_schema_says() -> None:
    await everything_happens()

    told = [str(row["event"]) for row in await fetch("SELECT event FROM webhook_deliveries")]

    assert {orjson.loads(event)["type"] for event in told} == set(EventType)
    for event in told:
        for missing in ([], ["01a42a85-f7c4-71a1-9a9d-b75bd407ccf7"]):
            SCHEMA.validate(orjson.loads(body_of(event, missing)))


def test_the_schema_knows_every_type_and_reason() -> None:
    """R16.1, R16.2: awards are earned, what people move is adjusted."""
    definitions = read_schema()["$defs"]
    assert isinstance(definitions, dict)
    types = [
        word
        for name, each in definitions.items()
        if name.endswith("Event")
        for word in each["properties"]["type"]["enum"]
    ]

    assert sorted(types) == sorted(EventType)
    assert definitions["Entry"]["properties"]["reason"]["enum"] == list(LedgerReason)
    assert {type_of_entry(reason) for reason in LedgerReason} == {
        EventType.POINTS_EARNED,
        EventType.POINTS_REDEEMED,
        EventType.POINTS_RETURNED,
        EventType.POINTS_REVERSED,
        EventType.POINTS_EXPIRED,
        EventType.POINTS_ADJUSTED,
    }


def test_the_types_are_those_of_the_schema() -> None:
    """`make snapshots` writes them."""
    definitions = read_schema()["$defs"]
    assert isinstance(definitions, dict)
    for name, each in definitions.items():
        if each.get("type") == "object":
            made = vars(payloads)[name]
            assert made.__required_keys__ == set(each["required"])
            assert made.__required_keys__ | made.__optional_keys__ == set(each["properties"])

    written = (ROOT / "docs" / "webhooks" / "events.ts").read_text(encoding="utf-8")
    assert written == typescript_types()
