"""Set-up commands with valid defaults; a test names what it is about."""

from decimal import Decimal

from services.command.audit import AuditEntry, list_audit_entries
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import PutCustomer, put_customer
from services.programme.customer_groups import CustomerGroup
from services.programme.settings import SettingsInForce
from services.rules.basics.enums import RateDirection
from services.rules.programme.website import Website
from services.setup import exchange_rates, websites
from services.setup.customer_groups import put_customer_group
from services.setup.exchange_rates import SavedRate
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADMIN

EARNING = RateDirection.CURRENCY_TO_POINTS
REDEMPTION = RateDirection.POINTS_TO_CURRENCY
FIRST_PAGE = PageRequest()


async def put_website(
    code: str = "us",
    *,
    name: str | None = None,
    currency: str | None = "USD",
    time_zone: str | None = None,
    is_default: bool | None = None,
) -> Website:
    return await websites.put_website(
        code=code,
        name=name,
        base_currency=currency,
        time_zone=time_zone,
        is_default=is_default,
        caller=ADMIN,
        now=NOW,
    )


async def delete_website(code: str) -> str:
    return await websites.delete_website(code=code, caller=ADMIN, now=NOW)


async def put_group(code: str = "vip", name: str | None = None) -> CustomerGroup:
    return await put_customer_group(code=code, name=name, caller=ADMIN, now=NOW)


async def set_settings(website_code: str | None = None, /, **changes: object) -> SettingsInForce:
    return await update_settings(website_code=website_code, changes=changes, caller=ADMIN, now=NOW)


async def create_rate(
    website_code: str | None = None,
    group_code: str | None = None,
    *,
    direction: RateDirection = EARNING,
    points: int = 10,
    amount: str = "2.00",
) -> SavedRate:
    return await exchange_rates.create_exchange_rate(
        website_code=website_code,
        customer_group_code=group_code,
        direction=direction,
        points=points,
        currency_amount=Decimal(amount),
        caller=ADMIN,
        now=NOW,
    )


async def add_customer(
    customer_id: str = "ada",
    *,
    website_code: str = "us",
    email: str = "ada@example.com",
    first_name: str | None = None,
    last_name: str | None = None,
    locale: str | None = None,
    group_code: str | None = None,
) -> PutCustomer:
    return await put_customer(
        customer_id=customer_id,
        website_code=website_code,
        email=email,
        first_name=first_name,
        last_name=last_name,
        locale=locale,
        customer_group_code=group_code,
        caller=ADMIN,
        now=NOW,
    )


async def audit_log() -> list[AuditEntry]:
    return (await list_audit_entries(PageRequest(first=100))).items
