"""The outbox as an admin sees it, and the job that delivers it (R11)."""

from collections.abc import Iterator

import pytest

from services.mail.options import MailOptions, start_mail
from tests.api.admin.asking import SECRET, AdminApi
from tests.mail_server import Postman, mail_server

ADJUSTMENT = {"customerId": "ada", "websiteCode": "us", "points": 30}
EMAIL = (
    "id kind customerId websiteCode from to subject text html status attempts lastError createdAt"
    " sentAt"
)


@pytest.fixture
def postman() -> Iterator[Postman]:
    """Have mail delivered to a server of the test's own."""
    postman = Postman()
    with mail_server(postman) as server:
        start_mail(MailOptions(server, "https://points.example.com", SECRET))
        yield postman
    start_mail(MailOptions())


async def adjust(shop: AdminApi, *keys: str) -> None:
    for key in keys:
        await shop.done("pointsAdjust", input={**ADJUSTMENT, "idempotencyKey": key})


async def test_a_mail_that_waits_shows_what_it_would_say(shop: AdminApi) -> None:
    """R11.1."""
    await adjust(shop, "k1")

    (mail,) = (await shop.query("emails", f"nodes {{ {EMAIL} }}"))["nodes"]

    shown = {name: mail[name] for name in ("kind", "customerId", "websiteCode", "to", "status")}
    assert shown == {
        "kind": "BALANCE_UPDATE",
        "customerId": "ada",
        "websiteCode": "us",
        "to": "ada@example.com",
        "status": "QUEUED",
    }
    assert (mail["attempts"], mail["lastError"], mail["sentAt"]) == (0, None, None)
    assert mail["subject"]
    assert "30" in mail["text"]
    assert "30" in mail["html"]


async def test_a_mail_is_found_by_its_id(shop: AdminApi) -> None:
    """R11.3."""
    await adjust(shop, "k1", "k2")
    newest, oldest = (await shop.query("emails", f"nodes {{ {EMAIL} }}"))["nodes"]

    found = [await shop.query("email", EMAIL, id=each["id"]) for each in (newest, oldest)]
    nothing = [
        await shop.query("email", "id", id=each) for each in ("none", "", newest["id"] + "0")
    ]

    assert found == [newest, oldest]
    assert nothing == [None, None, None]


async def test_the_job_delivers_it_and_shows_what_was_sent(
    shop: AdminApi, postman: Postman
) -> None:
    """R11.3."""
    await adjust(shop, "k1")

    run = await shop.done("jobRun", "processed", job="DELIVER_EMAILS")

    (mail,) = (await shop.query("emails", f"nodes {{ {EMAIL} }}"))["nodes"]
    assert run == {"processed": 1}
    assert (mail["status"], mail["attempts"], mail["lastError"]) == ("SENT", 1, None)
    assert mail["sentAt"] >= mail["createdAt"]
    assert [message["Subject"] for message in postman.taken] == [mail["subject"]]


async def test_a_mail_given_up_says_why(shop: AdminApi, postman: Postman) -> None:
    """R11.3."""
    postman.answers_to_recipients = ["550 no such user"]
    await adjust(shop, "k1")

    await shop.done("jobRun", "processed", job="DELIVER_EMAILS")

    failed = await shop.query("emails", "totalCount nodes { lastError }", status="FAILED")
    assert failed == {"totalCount": 1, "nodes": [{"lastError": "550 no such user"}]}


async def test_mails_are_listed_newest_first_in_pages_by_status_and_customer(
    shop: AdminApi,
) -> None:
    await shop.done(
        "customerPut", input={"id": "bob", "websiteCode": "us", "email": "b@example.com"}
    )
    await adjust(shop, "k1", "k2", "k3")
    selection = "totalCount nodes { id } pageInfo { hasNextPage endCursor }"

    first = await shop.query("emails", selection, first=2, customerId="ada", status="QUEUED")
    rest = await shop.query(
        "emails", selection, first=2, customerId="ada", after=first["pageInfo"]["endCursor"]
    )
    bobs = await shop.query("emails", selection, customerId="bob")
    sent = await shop.query("emails", selection, status="SENT")

    ids = [mail["id"] for page in (first, rest) for mail in page["nodes"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, 3, True)
    assert (bobs["totalCount"], sent["totalCount"]) == (0, 0)
