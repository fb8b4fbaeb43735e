"""Failed mails are put back, sent ones are forgotten after some days (R11.3)."""

from datetime import timedelta

import pytest

from models.database import execute
from services.command.pages.cursor_page import PageRequest
from services.mail.emails import Email, list_emails, retry_email
from services.operation.jobs import run_job
from services.rules.basics.enums import EmailStatus, Job
from services.rules.basics.refusals import Invalid, NotFound
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.setup.builders import audit_log
from tests.services.shop import ADMIN, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

A_DAY, AN_INSTANT = timedelta(days=1), timedelta(microseconds=1)
FAILED = "UPDATE emails SET status = 'FAILED', attempts = 10, last_error = '550'"
SENT = "UPDATE emails SET status = 'SENT', sent_at = ?"


@pytest.fixture(autouse=True)
async def a_mail(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await give(10)


async def mail() -> Email:
    (found,) = (await list_emails(page=PageRequest())).items
    return found


async def retry(email_id: str) -> Email:
    return await retry_email(email_id=email_id, caller=ADMIN, now=NOW + A_DAY)


async def test_a_failed_mail_is_queued_again_with_all_its_tries() -> None:
    """R11.3, R12.2."""
    await execute(FAILED)

    queued = await retry(str((await mail()).id))

    assert (queued.status, queued.attempts, queued.last_error) == (EmailStatus.QUEUED, 0, "550")
    assert queued == await mail()
    assert (await audit_log())[0].action == "emailRetry"


@pytest.mark.parametrize("status", ["QUEUED", "SENT"])
async def test_a_mail_that_has_not_failed_is_left_alone(status: str) -> None:
    """R11.3: else it would be sent twice."""
    if status == "SENT":
        await execute(SENT, [NOW])
    before = await mail()

    with pytest.raises(Invalid) as refusal:
        await retry(str(before.id))

    assert refusal.value.path == ("id",)
    assert await mail() == before


@pytest.mark.parametrize("email_id", ["m1", "", "00000000-0000-7000-8000-000000000000"], ids=repr)
async def test_an_unknown_mail_is_said_to_be(email_id: str) -> None:
    with pytest.raises(NotFound) as refusal:
        await retry(email_id)

    assert refusal.value.path == ("id",)


@pytest.mark.parametrize(("days", "after"), [("default", 90), (7, 7)])
async def test_a_sent_mail_is_forgotten_after_so_many_days(days: str | int, after: int) -> None:
    """R11.3: to the instant."""
    await execute(SENT, [NOW])
    if days != "default":
        changes = {"mail_retention_days": days}
        await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)

    await run_job(job=Job.DELIVER_EMAILS, now=NOW + after * A_DAY - AN_INSTANT)
    kept = await count_rows("emails")
    await run_job(job=Job.DELIVER_EMAILS, now=NOW + after * A_DAY)

    assert (kept, await count_rows("emails")) == (1, 0)


@pytest.mark.parametrize("statement", [FAILED, "UPDATE emails SET attempts = 1"])
async def test_a_mail_that_was_not_sent_is_kept(statement: str) -> None:
    """R11.3: failed ones are kept."""
    await execute(statement)

    await run_job(job=Job.DELIVER_EMAILS, now=NOW + 900 * A_DAY)

    assert await count_rows("emails") == 1


async def test_a_blank_keeps_a_websites_mails_for_good() -> None:
    """R1.4."""
    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)
    await give(5, website_code="uk")
    await execute(SENT, [NOW])
    changes = {"mail_retention_days": None}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)

    await run_job(job=Job.DELIVER_EMAILS, now=NOW + 900 * A_DAY)

    assert (await mail()).website_code == "us"
