"""Previews of merging and erasing tell what these do, and do nothing (R12.5)."""

import pytest

from services.customers.customers import find_customer
from services.customers.erasing import erase_customer
from services.customers.erasing_preview import preview_erasing
from services.customers.merging_preview import PreviewedMerge, preview_merge
from services.rules.basics.refusals import Invalid, NotFound
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.activities.activity_life import invite
from tests.services.customers.merging_life import merge
from tests.services.orders.order_life import balance, place_with_points
from tests.services.shop import ADMIN, add_customer, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def previewed(from_id: str, into_id: str) -> PreviewedMerge:
    return await preview_merge(from_id=from_id, into_id=into_id, caller=ADMIN, now=NOW)


async def test_a_merge_is_shown_before_it_is_done() -> None:
    await open_shop()
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    await add_customer("bob")
    await give(30)
    await give(50, customer_id="bob")
    await give(7, customer_id="bob", website_code="eu")
    await invite("v1", inviter_id="bob", email="friend@example.com")

    shown = await previewed("bob", "ada")

    accounts = {
        each.website_code: (each.from_balance, each.into_balance, each.after.balance)
        for each in shown.accounts
    }
    assert accounts == {"us": (50, 30, 80), "eu": (7, 0, 7)}
    assert (shown.orders, shown.invitations, shown.refusal) == (0, 1, None)
    assert await balance("bob") == 50
    assert (await find_customer("bob")).id == "bob"
    await merge()
    assert await balance("bob") == 80


async def test_a_merge_that_would_be_refused_says_why() -> None:
    await open_shop()

    same, unknown = await previewed("ada", "ada"), await previewed("nobody", "ada")

    assert isinstance(same.refusal, Invalid)
    assert same.refusal.path == ("into_id",)
    assert isinstance(unknown.refusal, NotFound)
    assert unknown.refusal.path == ("from_id",)


async def test_erasing_is_counted_before_it_is_done() -> None:
    await open_shop()
    await give(100)
    await invite("v1", inviter_id="ada", email="friend@example.com")
    await place_with_points(50)
    mails = await count_rows("emails")

    shown = await preview_erasing(customer_id="ada", caller=ADMIN, now=NOW)

    assert shown.customer.email == "ada@example.com"
    assert shown.emails == mails > 0
    assert (shown.invitations, shown.comments) == (1, 0)
    assert shown.audit_entries > 0
    assert (await find_customer("ada")).email == "ada@example.com"
    assert await count_rows("emails") == mails


async def test_of_an_erased_customer_nothing_is_left_to_erase() -> None:
    await open_shop()
    await give(100)
    await erase_customer(customer_id="ada", caller=ADMIN, now=NOW)

    shown = await preview_erasing(customer_id="ada", caller=ADMIN, now=NOW)

    assert (shown.emails, shown.invitations, shown.carts, shown.comments) == (0, 0, 0, 0)
    with pytest.raises(NotFound):
        await preview_erasing(customer_id="nobody", caller=ADMIN, now=NOW)
