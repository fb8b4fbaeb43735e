"""Setting a shop up: websites, customer groups, settings, exchange rates (R1, R2)."""

import pytest

from tests.api.admin.asking import AdminApi

WEBSITE = "code name baseCurrency timeZone isDefault"
RATE = "id websiteCode customerGroupCode direction points currencyAmount"


async def test_a_website_is_put_and_changed_by_what_is_given(api: AdminApi) -> None:
    """R1.1, R1.3."""
    made = await api.done(
        "websitePut",
        f"website {{ {WEBSITE} }}",
        input={"code": "de", "baseCurrency": "EUR", "timeZone": "Europe/Berlin"},
    )
    changed = await api.done(
        "websitePut", f"website {{ {WEBSITE} }}", input={"code": "de", "name": "Deutschland"}
    )

    first = {
        "code": "de",
        "name": "de",
        "baseCurrency": "EUR",
        "timeZone": "Europe/Berlin",
        "isDefault": True,
    }
    assert made["website"] == first
    assert changed["website"] == {**first, "name": "Deutschland"}
    assert await api.query("websites", WEBSITE) == [changed["website"]]


async def test_another_website_becomes_the_default_one(shop: AdminApi) -> None:
    """R1.1."""
    await shop.done("websitePut", input={"code": "de", "baseCurrency": "EUR", "isDefault": True})

    websites = await shop.query("websites", "code isDefault")

    assert websites == [{"code": "de", "isDefault": True}, {"code": "us", "isDefault": False}]


async def test_a_website_is_deleted(shop: AdminApi) -> None:
    """R1.5."""
    await shop.done("websitePut", input={"code": "de", "baseCurrency": "EUR"})

    assert await shop.done("websiteDelete", "deletedId", code="de") == {"deletedId": "de"}

    assert [website["code"] for website in await shop.query("websites", "code")] == ["us"]


async def test_customer_groups_are_put_and_deleted(api: AdminApi) -> None:
    """R1.1."""
    group = await api.done(
        "customerGroupPut", "customerGroup { code name }", input={"code": "gold"}
    )
    assert group["customerGroup"] == {"code": "gold", "name": "gold"}
    codes = [found["code"] for found in await api.query("customerGroups", "code")]
    assert codes == ["general", "gold"]

    assert await api.done("customerGroupDelete", "deletedId", code="gold") == {"deletedId": "gold"}

    assert [found["code"] for found in await api.query("customerGroups", "code")] == ["general"]


SETTINGS = "websiteCode overridden expiryDays balanceCap maxPercentOfOrder clawback enabled"


async def test_settings_start_as_the_product_says(api: AdminApi) -> None:
    """R1.4."""
    selection = f"{SETTINGS} discouragedPaymentMethods returnGraceDays landingPageIdentifier"

    settings = await api.query("settings", selection)

    assert settings == {
        "websiteCode": None,
        "overridden": [],
        "expiryDays": None,
        "balanceCap": None,
        "maxPercentOfOrder": None,
        "clawback": "CLAMP",
        "enabled": True,
        "discouragedPaymentMethods": ["cashondelivery"],
        "returnGraceDays": 14,
        "landingPageIdentifier": "reward-points",
    }


async def test_a_website_overrides_inherits_and_blanks(shop: AdminApi) -> None:
    """R1.4: an explicit blank differs from inheriting."""
    default = {"expiryDays": 365, "balanceCap": 1_000, "clawback": "DEBT"}
    await shop.done("settingsUpdate", input=default)
    website = {"expiryDays": None, "maxPercentOfOrder": "12.5"}

    updated = await shop.done(
        "settingsUpdate", f"settings {{ {SETTINGS} }}", websiteCode="us", input=website
    )

    assert updated["settings"] == {
        "websiteCode": "us",
        "overridden": ["maxPercentOfOrder", "expiryDays"],
        "expiryDays": None,
        "balanceCap": 1_000,
        "maxPercentOfOrder": "12.5",
        "clawback": "DEBT",
        "enabled": True,
    }
    assert await shop.query("settings", SETTINGS, websiteCode="us") == updated["settings"]


async def test_settings_left_out_stay(shop: AdminApi) -> None:
    """R1.4."""
    await shop.done("settingsUpdate", websiteCode="us", input={"expiryDays": 30})

    await shop.done("settingsUpdate", websiteCode="us", input={"enabled": False})

    settings = await shop.query("settings", SETTINGS, websiteCode="us")
    assert (settings["expiryDays"], settings["enabled"]) == (30, False)


async def test_reset_settings_are_inherited_again(shop: AdminApi) -> None:
    """R1.4."""
    await shop.done("settingsUpdate", input={"expiryDays": 365})
    await shop.done("settingsUpdate", websiteCode="us", input={"expiryDays": 30, "enabled": False})

    reset = await shop.done(
        "settingsReset", f"settings {{ {SETTINGS} }}", websiteCode="us", fields=["expiryDays"]
    )

    assert reset["settings"]["expiryDays"] == 365
    assert reset["settings"]["overridden"] == ["enabled"]


@pytest.mark.parametrize(
    ("websites", "groups", "priority"),
    [
        pytest.param(["us", None], ["gold", None], 1, id="this-website-this-group"),
        pytest.param([None], ["gold", None], 2, id="group-beats-website"),
        pytest.param(["us", None], [None], 3, id="this-website"),
        pytest.param([None], [None], 4, id="all"),
    ],
)
async def test_the_first_level_that_matches_wins(
    api: AdminApi, websites: list[str | None], groups: list[str | None], priority: int
) -> None:
    """R2.2."""
    await api.done("websitePut", input={"code": "us", "baseCurrency": "USD"})
    await api.done("customerGroupPut", input={"code": "gold"})
    for website in websites:
        for group in groups:
            rate = {
                "websiteCode": website,
                "customerGroupCode": group,
                "direction": "CURRENCY_TO_POINTS",
                "points": 10,
                "currencyAmount": "2",
            }
            await api.done("exchangeRateCreate", input=rate)

    effective = await api.query(
        "effectiveExchangeRate",
        f"priority rate {{ {RATE} }}",
        websiteCode="us",
        customerGroupCode="gold",
        direction="CURRENCY_TO_POINTS",
    )

    assert effective["priority"] == priority
    assert effective["rate"]["websiteCode"] == websites[0]
    assert effective["rate"]["customerGroupCode"] == groups[0]


async def test_without_a_rate_none_is_effective(api: AdminApi) -> None:
    """R2.5."""
    await api.done("websitePut", input={"code": "us", "baseCurrency": "USD"})

    effective = await api.query(
        "effectiveExchangeRate",
        "priority",
        websiteCode="us",
        customerGroupCode="general",
        direction="POINTS_TO_CURRENCY",
    )

    assert effective is None


async def test_a_rate_without_its_other_direction_warns(api: AdminApi) -> None:
    """R2.1."""
    rate = {"direction": "POINTS_TO_CURRENCY", "points": 10, "currencyAmount": "2"}

    alone = await api.done("exchangeRateCreate", "warnings", input=rate)
    both = await api.done(
        "exchangeRateCreate", "warnings", input={**rate, "direction": "CURRENCY_TO_POINTS"}
    )

    assert len(alone["warnings"]) == 1
    assert both["warnings"] == []


async def test_a_rate_is_changed_and_deleted(shop: AdminApi) -> None:
    """R2.1."""
    found = await shop.query(
        "exchangeRates", f"totalCount nodes {{ {RATE} }}", direction="POINTS_TO_CURRENCY"
    )
    (rate,) = found["nodes"]
    change = {"direction": "POINTS_TO_CURRENCY", "points": 5, "currencyAmount": "0.75"}

    changed = await shop.done(
        "exchangeRateUpdate", f"exchangeRate {{ {RATE} }}", id=rate["id"], input=change
    )
    deleted = await shop.done("exchangeRateDelete", "deletedId", id=rate["id"])

    assert changed["exchangeRate"] == {**rate, "points": 5, "currencyAmount": "0.75"}
    assert deleted == {"deletedId": rate["id"]}
    left = await shop.query("exchangeRates", "nodes { direction }")
    assert left["nodes"] == [{"direction": "CURRENCY_TO_POINTS"}]


async def test_a_list_is_read_page_by_page(api: AdminApi) -> None:
    """R14.1."""
    for number in range(5):
        await api.done("websitePut", input={"code": f"w{number}", "baseCurrency": "USD"})
        rate = {
            "websiteCode": f"w{number}",
            "direction": "POINTS_TO_CURRENCY",
            "points": number + 1,
            "currencyAmount": "1",
        }
        await api.done("exchangeRateCreate", input=rate)
    selection = """
        totalCount nodes { points } edges { cursor node { points } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    """

    pages = [await api.query("exchangeRates", selection, first=2)]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        after = pages[-1]["pageInfo"]["endCursor"]
        pages.append(await api.query("exchangeRates", selection, first=2, after=after))

    assert [[node["points"] for node in page["nodes"]] for page in pages] == [[1, 2], [3, 4], [5]]
    assert [page["pageInfo"]["hasPreviousPage"] for page in pages] == [False, True, True]
    for page in pages:
        assert page["totalCount"] == 5
        assert [edge["node"] for edge in page["edges"]] == page["nodes"]
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
