"""The programme that a process keeps is never stale (R2.2): whoever writes, wherever."""

import pytest

from models.database import count_statements, execute, transaction
from services.command.transaction import rolled_back
from services.programme.programme import load_programme
from services.programme.rule_book import rule_book
from services.promotions.cart_rules import create_cart_rule
from services.rules.checkout.cart_rules import CartRule
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop

pytestmark = pytest.mark.usefixtures("database")

CHANGES = (
    "UPDATE websites SET name = 'Another' WHERE code = 'us'",
    "UPDATE setting_overrides SET overrides = '{\"balance_cap\": 7}' WHERE scope = ''",
    "UPDATE exchange_rates SET points = points + 1",
    "DELETE FROM exchange_rates",
    """
    INSERT INTO order_status_rules (id, scope, status, needed, received)
    VALUES ('01a42a85-f7c4-71a1-9a9d-b75bd407ccf7', 'us', 'packed', 'UNCHANGED', 'UNCHANGED')
    """,
    "UPDATE cart_rules SET points = 26",
    "DELETE FROM cart_rules",
    "INSERT INTO store_views VALUES ('us_en', 'us_en', 'us', 0)",
    """
    INSERT INTO webhook_endpoints (id, url, events, website_codes, enabled, secret, created_at)
    VALUES ('01a42a85-f7c4-71a1-9a9d-b75bd407ccf7', 'x', '[]', '[]', TRUE, '', '2027-01-01')
    """,
)


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    rule = CartRule("", "Welcome", points=25)
    await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)


async def test_nothing_is_read_again_that_has_not_changed() -> None:
    await rule_book()

    with count_statements() as counted:
        await rule_book()

    assert len(counted.statements) == 1


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_by_anybody_is_in_force_at_once(change: str) -> None:
    """Triggers, not commands, tell of it: another process may be of another version."""
    before = await rule_book()

    await execute(change)

    assert await rule_book() != before


async def test_a_change_that_is_undone_was_never_in_force() -> None:
    """Though the transaction itself has seen it, and kept what it saw."""

    @rolled_back
    async def tried() -> int | None:
        await update_settings(website_code=None, changes={"balance_cap": 7}, caller=ADMIN, now=NOW)
        return (await load_programme(website_code="us", customer_id=None)).settings.balance_cap

    seen = await tried()
    after = await load_programme(website_code="us", customer_id=None)

    assert (seen, after.settings.balance_cap) == (7, None)


async def test_what_a_transaction_reads_between_its_own_changes_is_not_kept_for_others() -> None:
    async with transaction():
        for cap in (7, 8):
            await update_settings(
                website_code=None, changes={"balance_cap": cap}, caller=ADMIN, now=NOW
            )
            await load_programme(website_code="us", customer_id=None)
            await put_website(code="us", name=f"Shop {cap}", caller=ADMIN, now=NOW)

    programme = await load_programme(website_code="us", customer_id=None)

    assert (programme.settings.balance_cap, programme.website.name) == (8, "Shop 8")


async def test_a_version_never_comes_back() -> None:
    """A restored backup or a rollback could bring a counted number back with another programme."""
    versions = set()
    for cap in range(20):
        await update_settings(
            website_code=None, changes={"balance_cap": cap + 1}, caller=ADMIN, now=NOW
        )
        versions.add((await rule_book()).version)

    assert len(versions) == 20
    assert max(versions) - min(versions) > 1_000_000


async def test_a_store_names_a_website_as_the_database_would_say_it() -> None:
    """R12.1: a store view first, then the very code, then a code of another case."""
    await put_website(
        code="US", base_currency="USD", store_view_codes=["Uk"], caller=ADMIN, now=NOW
    )
    book = await rule_book()

    named = [book.website_of_store(store) for store in ("uk", "UK", "us", "US", "Us", "fr")]

    assert named == ["US", "US", "us", "US", "US", "fr"]
