"""Personal data: all that is kept of a customer can be handed over, by all their ids (R12.5)."""

import orjson
import pytest

from services.customers.erasing import erase_customer
from services.customers.erasing_preview import preview_erasing
from services.customers.personal_data import personal_data
from services.rules.basics.refusals import NotFound
from tests.clock import NOW
from tests.services.activities.activity_life import invite, sign_up
from tests.services.customers.merging_life import merge
from tests.services.orders.order_life import place_with_points
from tests.services.shop import ADMIN, add_customer, give, invoice, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def test_it_has_what_is_kept_under_all_ids_and_is_json() -> None:
    await open_shop()
    await add_customer("bob")
    await add_customer("eve")
    await give(30, customer_id="bob")
    await give(100, customer_id="eve")
    await invite("v1", inviter_id="bob", email="friend@example.com")
    await sign_up("bob")
    await merge()
    await give(100)
    await place_with_points(50)
    await invoice()

    found = await personal_data(customer_id="bob")

    text = orjson.dumps(found).decode()
    assert found["customerId"] == "ada"
    for secret in ("ada@example.com", "bob@example.com", "friend@example.com"):
        assert secret in text
    assert "eve" not in text
    counts = {kind: len(rows) for kind, rows in found.items() if isinstance(rows, list)}
    assert (counts["customers"], counts["accounts"], counts["orders"]) == (2, 2, 1)
    assert counts["ledgerEntries"] == 6
    assert all(counts[kind] for kind in ("lots", "invitationsSent", "carts", "emails", "auditLog"))


async def test_it_has_what_stands_under_an_address_alone() -> None:
    """R12.5: erasing takes it away, so it is handed over and counted before."""
    await open_shop()
    await add_customer("bob")
    await add_customer("eve")
    await invite("v1", inviter_id="bob", email="Ada@example.com")
    await invite("v2", inviter_id="bob", email="eve@example.com")

    found = await personal_data(customer_id="ada")
    erasing = await preview_erasing(customer_id="ada", caller=ADMIN, now=NOW)

    assert "v1" in orjson.dumps(found["invitationsReceived"]).decode()
    assert "v2" not in orjson.dumps(found).decode()
    assert erasing.invitations == 1


async def test_of_an_erased_customer_nothing_names_the_person() -> None:
    await open_shop()
    await give(30)
    await erase_customer(customer_id="ada", caller=ADMIN, now=NOW)

    found = await personal_data(customer_id="ada")

    assert "example.com" not in orjson.dumps(found).decode()


async def test_an_unknown_customer_is_refused() -> None:
    await open_shop()

    with pytest.raises(NotFound):
        await personal_data(customer_id="nobody")
