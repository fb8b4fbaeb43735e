import asyncio

import pytest

from services.programme.rule_book import rule_book
from services.programme.settings import read_settings
from services.programme.websites import (
    find_website,
    list_all_website_codes,
    list_websites,
)
from services.rules.basics.refusals import Invalid, NotFound
from services.rules.programme.website import Website
from services.setup.exchange_rates import list_exchange_rates
from tests.services.setup.builders import (
    FIRST_PAGE,
    audit_log,
    create_rate,
    delete_website,
    put_website,
    set_settings,
)
from tests.services.shop import fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def test_a_new_website_is_named_by_its_code_and_keeps_utc() -> None:
    """R1.1."""
    website = await put_website("us", currency="USD")

    assert website == Website("us", "us", "USD", "UTC", is_default=True)


async def test_putting_a_code_again_changes_what_is_given_and_leaves_the_rest() -> None:
    """R1.1, R1.3."""
    await put_website("us", name="American shop", time_zone="America/New_York")

    changed = await put_website("us", name="The shop", currency=None)

    assert changed == Website("us", "The shop", "USD", "America/New_York", is_default=True)
    assert await list_websites() == [changed]


async def test_the_first_website_is_the_default_one_whatever_is_said() -> None:
    """R1.1."""
    website = await put_website("us", is_default=False)

    assert website.is_default


async def test_a_website_put_as_the_default_one_takes_that_from_the_other() -> None:
    """R1.1."""
    await put_website("us")

    await put_website("uk", currency="GBP", is_default=True)

    assert [(each.code, each.is_default) for each in await list_websites()] == [
        ("uk", True),
        ("us", False),
    ]
    assert (await rule_book()).default_website().code == "uk"


async def test_the_default_website_cannot_just_stop_being_it() -> None:
    """R1.1."""
    await put_website("us")

    with pytest.raises(Invalid) as refusal:
        await put_website("us", is_default=False)

    assert refusal.value.path == ("is_default",)


async def test_many_first_websites_at_once_make_one_default() -> None:
    """R1.1."""
    await asyncio.gather(*(put_website(f"shop-{number}") for number in range(6)))

    found = await list_websites()
    assert [each.is_default for each in found] == [True] + [False] * 5


async def test_a_new_website_needs_a_currency() -> None:
    """R1.1."""
    with pytest.raises(Invalid) as refusal:
        await put_website("us", currency=None)

    assert refusal.value.path == ("base_currency",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("code", "", id="empty-code"),
        pytest.param("code", "us shop", id="space-in-a-code"),
        pytest.param("code", "-us", id="hyphen-first"),
        pytest.param("code", "x" * 65, id="long-code"),
        pytest.param("code", "us\n", id="line-end-in-a-code"),
        pytest.param("name", "", id="empty-name"),
        pytest.param("name", "x" * 256, id="long-name"),
        pytest.param("base_currency", "usd", id="small-letters"),
        pytest.param("base_currency", "XYZ", id="no-such-currency"),
        pytest.param("time_zone", "Mars/Olympus", id="no-such-time-zone"),
        pytest.param("time_zone", "../etc/passwd", id="path-for-a-time-zone"),
    ],
)
async def test_a_value_of_the_wrong_form_is_refused_with_the_field_named(
    field: str, value: str
) -> None:
    """R1.1."""
    good = {"code": "us", "name": "Shop", "base_currency": "USD", "time_zone": "UTC"}
    given = {**good, field: value}

    with pytest.raises(Invalid) as refusal:
        await put_website(
            given["code"],
            name=given["name"],
            currency=given["base_currency"],
            time_zone=given["time_zone"],
        )

    assert refusal.value.path == (field,)
    assert await list_all_website_codes() == []


async def test_the_currency_may_change_while_there_is_no_money_in_it() -> None:
    """R1.1."""
    await put_website("us", currency="USD")
    await create_rate("us")

    changed = await put_website("us", currency="CAD")

    assert changed.base_currency == "CAD"


async def test_the_currency_stays_once_points_were_booked() -> None:
    """R1.1."""
    await open_shop()
    await give(10)

    with pytest.raises(Invalid) as refusal:
        await put_website("us", currency="CAD")

    assert refusal.value.path == ("base_currency",)
    assert (await find_website("us")).base_currency == "USD"


async def test_the_currency_stays_once_there_are_carts() -> None:
    """R1.1."""
    await open_shop()
    await fill_cart(line("10.00"), customer_id=None)

    with pytest.raises(Invalid) as refusal:
        await put_website("us", currency="CAD")

    assert refusal.value.path == ("base_currency",)


async def test_a_website_with_money_may_be_put_with_its_own_currency() -> None:
    """R1.3."""
    await open_shop()
    await give(10)

    assert (await put_website("us", name="Shop", currency="USD")).name == "Shop"


async def test_a_deleted_website_is_gone_from_the_shop_but_known_to_the_ledger() -> None:
    """R1.5."""
    await put_website("us")
    await put_website("uk", currency="GBP")

    assert await delete_website("uk") == "uk"

    assert [each.code for each in await list_websites()] == ["us"]
    assert await list_all_website_codes() == ["uk", "us"]
    with pytest.raises(NotFound) as refusal:
        await find_website("uk")
    assert refusal.value.path == ("website_code",)


async def test_a_deleted_website_loses_its_settings_and_rates_for_good() -> None:
    """R1.5."""
    await put_website("us")
    await put_website("uk", name="British shop", currency="GBP")
    await set_settings("uk", balance_cap=100)
    await create_rate("uk")
    await create_rate(None)
    await delete_website("uk")

    revived = await put_website("uk", currency=None)

    assert revived == Website("uk", "British shop", "GBP", "UTC", is_default=False)
    assert (await read_settings(website_code="uk")).overridden == []
    rates = await list_exchange_rates(page=FIRST_PAGE)
    assert [rate.website_code for rate in rates.items] == [None]


async def test_the_default_website_goes_last() -> None:
    """R1.5."""
    await put_website("us")
    await put_website("uk", currency="GBP")

    with pytest.raises(Invalid) as refusal:
        await delete_website("us")

    assert refusal.value.path == ("code",)
    await delete_website("uk")
    await delete_website("us")
    assert await list_websites() == []


async def test_a_shop_without_websites_has_no_default_one() -> None:
    """R1.1."""
    book = await rule_book()

    with pytest.raises(NotFound):
        book.default_website()


async def test_the_first_website_put_after_all_were_deleted_is_the_default_one() -> None:
    """R1.5."""
    await put_website("us")
    await delete_website("us")

    assert (await put_website("us", currency=None)).is_default


@pytest.mark.parametrize("code", ["never-was", "uk"], ids=["unknown", "deleted-already"])
async def test_what_is_not_there_cannot_be_deleted(code: str) -> None:
    """R1.5."""
    await put_website("us")
    await put_website("uk")
    await delete_website("uk")

    with pytest.raises(NotFound) as refusal:
        await delete_website(code)

    assert refusal.value.path == ("code",)


async def test_every_command_is_in_the_audit_log_and_a_refused_one_is_not() -> None:
    """R12.2."""
    await put_website("us", name="Shop")
    await put_website("uk")
    await delete_website("uk")
    with pytest.raises(NotFound):
        await delete_website("uk")

    deleted, _, first = await audit_log()

    assert (deleted.action, deleted.target, deleted.actor) == ("websiteDelete", "uk", "backend")
    assert first.action == "websitePut"
    assert first.details == {
        "code": "us",
        "name": "Shop",
        "baseCurrency": "USD",
        "timeZone": None,
        "isDefault": None,
        "storeViewCodes": None,
    }
