"""Marks changed by hand are found: what was warned of and told of, and when points mature (R17.1).

Ada has points that expire in ten days, of which she was warned and the shop told, and an order
whose points mature in fourteen.
"""

import re
from datetime import timedelta

import pytest

from models.database import execute
from services.accounts.verification import check_ledger
from services.customers.merging import merge_customers
from services.mail.warnings import send_expiry_warnings
from services.webhooks.endpoints import put_endpoint
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.clock import NOW
from tests.services.setup.builders import put_website, set_settings
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)
from tests.services.webhooks.delivery_life import SECRET

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)

SABOTAGE = [
    pytest.param(
        "UPDATE points_lots SET warned_by = NULL",
        r"ada us: mail \S+ warns of lots that do not say so",
        id="a-warning-forgotten",
    ),
    pytest.param(
        "UPDATE points_lots SET warned_by = (SELECT id FROM emails WHERE kind = 'BALANCE_UPDATE'"
        " ORDER BY id LIMIT 1) WHERE customer_id = 'ada'",
        r"ada us: lot \S+ was warned of by a mail that is not about it",
        id="warned-of-by-another-mail",
    ),
    pytest.param(
        "UPDATE points_lots SET warned_by = (SELECT id FROM emails WHERE customer_id = 'ada'"
        " AND kind = 'EXPIRY_WARNING') WHERE customer_id = 'ada' AND account_id = (SELECT id"
        " FROM reward_accounts WHERE customer_id = 'ada' AND website_code = 'de')",
        r"ada de: lot \S+ was warned of by a mail that is not about it",
        id="warned-of-by-another-accounts-mail",
    ),
    pytest.param(
        "UPDATE emails SET created_at = '2020-01-01 00:00:00+00:00' WHERE kind = 'EXPIRY_WARNING'",
        r"ada us: lot \S+ was warned of by a mail that is not about it",
        id="warned-of-before-it-was-booked",
    ),
    pytest.param(
        "UPDATE points_lots SET expiry_told_at = NULL",
        r"ada us: event \S+ told of lots that do not say so",
        id="an-event-forgotten",
    ),
    pytest.param(
        "UPDATE points_lots SET expiry_told_at = '2020-01-01 00:00:00+00:00'"
        " WHERE expiry_told_at IS NOT NULL",
        r"ada us: lot \S+ was told of before it was booked, or after it had expired",
        id="told-of-too-early",
    ),
    pytest.param(
        "UPDATE points_lots SET expiry_told_at = static_expires_at WHERE has_explicit_expiry",
        r"ada us: lot \S+ was told of before it was booked, or after it had expired",
        id="told-of-too-late",
    ),
    pytest.param(
        "UPDATE reward_accounts SET matures_at = '2020-01-01 00:00:00+00:00'"
        " WHERE matures_at IS NOT NULL",
        "ada us: waits for points that mature at another instant",
        id="an-account-that-waits-too-early",
    ),
    pytest.param(
        "UPDATE reward_accounts SET matures_at = '2020-01-01 00:00:00+00:00'"
        " WHERE matures_at IS NULL",
        "ada de: waits for points that mature at another instant",
        id="an-account-that-waits-for-nothing",
    ),
    *(
        pytest.param(
            f"UPDATE orders SET matures_at = '{NOW + away}'",  # noqa: S608 - an instant
            "ada us: order o1 matures at an instant that no command has fixed",
            id=f"an-order-that-matures-{name}",
        )
        for name, away in {
            "too-early": 13 * A_DAY,
            "too-late": 15 * A_DAY,
            "an-hour-off": 14 * A_DAY + timedelta(hours=1),
        }.items()
    ),
]


@pytest.fixture(autouse=True)
async def history(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await put_website("de")
    await set_settings(expiry_warning_days=14, maturity_days=14)
    start_webhooks(WebhookOptions(SECRET))
    await put_endpoint(endpoint_id=None, url="https://shop.example/hook", caller=ADMIN, now=NOW)
    start_webhooks(WebhookOptions())
    await give(100, expires_at=NOW + 20 * A_DAY)
    await give(5, website_code="de")
    await fill_cart(line("30.00"))
    await place()
    await invoice()
    await send_expiry_warnings(now=NOW + 10 * A_DAY)


async def test_honest_marks_hold_when_the_customer_was_merged_too() -> None:
    """R12.5: what was moved keeps the marks of the lots that it comes from."""
    before = await check_ledger()
    await add_customer("bob")
    await merge_customers(
        idempotency_key="m", from_id="ada", into_id="bob", caller=ADMIN, now=NOW + 11 * A_DAY
    )
    await send_expiry_warnings(now=NOW + 11 * A_DAY)
    after = await check_ledger()

    assert (before.violations, after.violations) == ([], [])


@pytest.mark.parametrize(("statement", "found"), SABOTAGE)
async def test_a_mark_that_was_changed_by_hand_is_found(statement: str, found: str) -> None:
    await execute(statement)

    violations = (await check_ledger()).violations

    assert any(re.fullmatch(found, each) for each in violations), violations
