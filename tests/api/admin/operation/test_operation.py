"""Running the service through the admin API: jobs, the sandbox clock, audit log, books (R12.2)."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import pytest

from services.operation.states import note_failure, note_success
from services.rules.basics.enums import Job
from services.rules.basics.limits import POINTS_LIMIT
from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import customer

ADJUSTMENT = {"idempotencyKey": "k", "customerId": "ada", "websiteCode": "us", "points": 30}


async def test_every_command_is_in_the_audit_log_with_its_actor(shop: AdminApi) -> None:
    script = shop.as_("points:write", "config:write", subject="script")
    await script.done("customerGroupPut", input={"code": "gold"})
    await script.done("pointsAdjust", input=ADJUSTMENT)

    log = await shop.query(
        "auditLog", "totalCount nodes { id actor action target details createdAt }", first=2
    )

    adjusted, put = log["nodes"]
    assert log["totalCount"] == 6
    assert (adjusted["actor"], adjusted["action"], adjusted["target"]) == (
        "script",
        "pointsAdjust",
        "ada",
    )
    assert adjusted["details"]["points"] == 30
    assert (put["action"], put["target"]) == ("customerGroupPut", "gold")
    assert put["createdAt"] <= adjusted["createdAt"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"actor": "script"}, ["pointsAdjust", "customerGroupPut"]),
        ({"action": "pointsAdjust"}, ["pointsAdjust"]),
        ({"target": "gold"}, ["customerGroupPut"]),
        ({"actor": "script", "target": "ada"}, ["pointsAdjust"]),
        ({"actor": "nobody"}, []),
        ({"actor": ""}, []),
        ({"action": "points\u0000Adjust"}, []),
        ({"from": "2999-01-01T00:00:00Z"}, []),
        ({"actor": "script", "to": "2999-01-01T00:00:00Z"}, ["pointsAdjust", "customerGroupPut"]),
        ({"to": "1999-01-01T00:00:00Z"}, []),
    ],
)
async def test_the_audit_log_is_narrowed_by_who_what_about_and_when(
    shop: AdminApi, wanted: dict[str, object], found: list[str]
) -> None:
    script = shop.as_("points:write", "config:write", subject="script")
    await script.done("customerGroupPut", input={"code": "gold"})
    await script.done("pointsAdjust", input=ADJUSTMENT)

    log = await shop.query("auditLog", "totalCount nodes { action }", **wanted)

    assert [entry["action"] for entry in log["nodes"]] == found
    assert log["totalCount"] == len(found)


async def test_the_audit_log_begins_at_an_instant_and_ends_before_another(shop: AdminApi) -> None:
    await shop.done("customerGroupPut", input={"code": "gold"})
    (put,) = (await shop.query("auditLog", "nodes { createdAt }", target="gold"))["nodes"]

    since = await shop.query("auditLog", "totalCount", target="gold", **{"from": put["createdAt"]})
    until = await shop.query("auditLog", "totalCount", target="gold", to=put["createdAt"])

    assert (since["totalCount"], until["totalCount"]) == (1, 0)


async def test_health_tells_the_version_the_jobs_and_what_waits(shop: AdminApi) -> None:
    """R10.3, R11.3, R16.1: all jobs, those too that have never run."""
    before = await _health(shop)
    await note_success(Job.RELEASE_HOLDS, processed=3, now=datetime.now(UTC))
    await note_failure(Job.DELIVER_EMAILS, error=OSError("secret"), now=datetime.now(UTC))

    after = await _health(shop)

    assert before["version"] == version("guerdon")
    assert before["mail"] == before["webhooks"] == {"queued": 0, "failed": 0, "oldestAt": None}
    jobs = {job["job"]: job for job in before["jobs"]}
    assert set(jobs) == {job.value for job in Job}
    assert all(job["late"] for job in jobs.values())
    jobs = {job["job"]: job for job in after["jobs"]}
    assert (jobs["RELEASE_HOLDS"]["late"], jobs["RELEASE_HOLDS"]["processed"]) == (False, 3)
    assert (jobs["DELIVER_EMAILS"]["late"], jobs["DELIVER_EMAILS"]["failures"]) == (True, 1)
    assert jobs["DELIVER_EMAILS"]["lastError"] == "OSError"


async def _health(shop: AdminApi) -> dict[str, Any]:
    answer: dict[str, Any] = await shop.query(
        "health",
        "version database now mail { queued failed oldestAt } webhooks { queued failed oldestAt }"
        " jobs { job late processed failures lastSuccessAt lastFailureAt lastError }",
    )
    return answer


async def test_a_refused_command_is_not_in_the_audit_log(shop: AdminApi) -> None:
    before = (await shop.query("auditLog", "totalCount"))["totalCount"]

    await shop.command("pointsAdjust", input={**ADJUSTMENT, "points": POINTS_LIMIT + 1})

    assert (await shop.query("auditLog", "totalCount"))["totalCount"] == before


async def test_the_books_hold(shop: AdminApi) -> None:
    """R3.3."""
    await shop.done("pointsAdjust", input=ADJUSTMENT)
    await shop.done("customerPut", **customer())
    selection = "ok accounts violations"

    whole = await shop.query("ledgerCheck", selection)
    adas = await shop.query("ledgerCheck", selection, customerId="ada")

    assert whole == {"ok": True, "accounts": 2, "violations": []}
    assert adas == {"ok": True, "accounts": 1, "violations": []}


@pytest.mark.usefixtures("sandbox")
async def test_points_expire_as_the_sandbox_clock_goes(shop: AdminApi) -> None:
    """R10.1, R10.3: not shown once expired, even before the job has run."""
    await shop.done("settingsUpdate", input={"expiryDays": 10})
    await shop.done("pointsAdjust", input=ADJUSTMENT)
    account = 'account(websiteCode: "us") { balance history { nodes { points reason expired } } }'

    await shop.send("mutation { sandboxClockAdvance(days: 10) }")
    before = (await shop.query("customer", account, id="ada"))["account"]
    run = await shop.done("jobRun", "processed", job="EXPIRE_POINTS")
    again = await shop.done("jobRun", "processed", job="EXPIRE_POINTS")
    after = (await shop.query("customer", account, id="ada"))["account"]

    assert before["balance"] == 0
    assert (run["processed"], again["processed"]) == (1, 0)
    assert after["balance"] == 0
    assert after["history"]["nodes"] == [
        {"points": -30, "reason": "EXPIRED", "expired": 0},
        {"points": 30, "reason": "ADMIN_ADJUSTMENT", "expired": 30},
    ]


@pytest.mark.usefixtures("sandbox")
async def test_the_job_deletes_holds_whose_time_is_over(shop: AdminApi) -> None:
    """R5.7."""
    await shop.done("pointsAdjust", input=ADJUSTMENT)
    line = {"id": "l1", "sku": "s", "quantity": 1, "unitPrice": "9.00"}
    cart = {"id": "c1", "websiteCode": "us", "customerId": "ada", "lines": [line]}
    await shop.done("cartPut", input=cart)
    await shop.done("cartApplyPoints", cartId="c1")
    await shop.done("cartHoldPoints", cartId="c1", ttlSeconds=60)

    await shop.send("mutation { sandboxClockAdvance(seconds: 60) }")

    assert (await shop.query("cart", "hold { points }", id="c1"))["hold"] is None
    assert await shop.done("jobRun", "processed", job="RELEASE_HOLDS") == {"processed": 1}


@pytest.mark.usefixtures("sandbox")
async def test_the_sandbox_clock_answers_the_new_instant(api: AdminApi) -> None:
    first = await api.send("mutation { sandboxClockAdvance }")
    second = await api.send("mutation { sandboxClockAdvance(days: 1, seconds: 30) }")

    instants = [
        datetime.fromisoformat(answer["data"]["sandboxClockAdvance"]) for answer in (first, second)
    ]
    assert (
        timedelta(0)
        <= instants[1] - instants[0] - timedelta(days=1, seconds=30)
        < timedelta(seconds=5)
    )


async def test_the_clock_moves_only_in_a_sandbox(api: AdminApi) -> None:
    answer = await api.send("mutation { sandboxClockAdvance(days: 1) }")

    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "DISABLED", "category": "graphql-input"}


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(
    "arguments", ["days: -1", "seconds: -1", "days: 36501", "days: 2147483647"]
)
async def test_the_clock_only_goes_forward_and_not_for_ever(api: AdminApi, arguments: str) -> None:
    answer = await api.send(f"mutation {{ sandboxClockAdvance({arguments}) }}")

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "OUT_OF_RANGE"
