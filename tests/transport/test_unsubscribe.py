"""The page behind a mail's link: GET asks and changes nothing, POST unsubscribes (R11.2)."""

from collections.abc import AsyncIterator

import httpx
import pytest

from services.customers.customers import find_customer
from services.customers.putting import put_customer
from services.mail.options import MailOptions, start_mail
from services.mail.unsubscribing import Subscription, unsubscribe_url
from services.rules.basics.enums import EmailKind
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop

SECRET = "a secret of at least thirty-two bytes"


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop()
    start_mail(MailOptions(secret=SECRET, public_url="http://guerdon"))
    yield
    start_mail(MailOptions())


def link(kind: EmailKind = EmailKind.BALANCE_UPDATE, customer_id: str = "ada") -> str:
    return unsubscribe_url(Subscription(customer_id, kind)).removeprefix("http://guerdon")


async def is_subscribed() -> bool:
    return (await find_customer("ada")).balance_updates


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_the_page_changes_nothing(client: httpx.AsyncClient, method: str) -> None:
    """R11.2: mail clients and their scanners follow links."""
    answer = await client.request(method, link())

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert await is_subscribed()


async def test_one_click_of_a_mail_client_unsubscribes(client: httpx.AsyncClient) -> None:
    """R11.2, RFC 8058."""
    answer = await client.post(link(), data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not await is_subscribed()


async def test_the_page_s_own_button_sends_just_that(client: httpx.AsyncClient) -> None:
    """R11.2."""
    page = (await client.get(link())).text

    assert '<form method="post">' in page
    assert '<button name="List-Unsubscribe" value="One-Click">' in page


@pytest.mark.parametrize(
    ("locale", "word"),
    [("en", "Unsubscribe"), ("de-AT", "Abmelden"), ("es", "Darse de baja"), ("sv", "Avsluta")],
)
@pytest.mark.parametrize("kind", EmailKind)
async def test_the_page_speaks_the_customer_s_language(
    client: httpx.AsyncClient, locale: str, word: str, kind: EmailKind
) -> None:
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        locale=locale,
        caller=ADMIN,
        now=NOW,
    )

    asked = await client.get(link(kind))
    done = await client.post(link(kind))

    assert f'<html lang="{locale}">' in asked.text
    assert word in asked.text
    assert f'<html lang="{locale}">' in done.text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "é"])
async def test_a_link_that_is_not_ours_is_not_found(
    client: httpx.AsyncClient, method: str, token: str
) -> None:
    answer = await client.request(method, f"/unsubscribe/{token}")

    assert answer.status_code == 404
    assert "not valid" in answer.text
    assert await is_subscribed()


async def test_a_link_of_somebody_who_is_gone_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.post(link(customer_id="nobody"))

    assert answer.status_code == 404


async def test_another_method_says_which_go(client: httpx.AsyncClient) -> None:
    answer = await client.delete(link())

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
