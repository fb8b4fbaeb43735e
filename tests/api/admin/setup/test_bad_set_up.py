"""Bad set-up meets a clear error that names the value, and nothing is written (R1.4, R2.1)."""

import pytest

from tests.api.admin.asking import AdminApi, Json, everything_written
from tests.api.admin.commands import customer, rate, settings
from tests.api.admin.refusals import case, check_refused

LONG = "x" * 129
RATES = [
    case("0-points", "exchangeRateCreate", rate(points=0), "OUT_OF_RANGE", "input", "points"),
    case("negative-points", "exchangeRateCreate", rate(points=-1), "OUT_OF_RANGE",
         "input", "points"),
    case("points-beyond", "exchangeRateCreate", rate(points=1_000_000_001), "OUT_OF_RANGE",
         "input", "points"),
    case("0-money", "exchangeRateCreate", rate(currencyAmount="0"), "OUT_OF_RANGE",
         "input", "currencyAmount"),
    case("negative-money", "exchangeRateCreate", rate(currencyAmount="-1"), "OUT_OF_RANGE",
         "input", "currencyAmount"),
    case("5-decimals", "exchangeRateCreate", rate(currencyAmount="1.00001"), "INVALID",
         "input", "currencyAmount"),
    case("money-beyond", "exchangeRateCreate", rate(currencyAmount="10000000000"), "OUT_OF_RANGE",
         "input", "currencyAmount"),
    case("unknown-website", "exchangeRateCreate", rate(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("unknown-group", "exchangeRateCreate", rate(customerGroupCode="nobody"), "NOT_FOUND",
         "input", "customerGroupCode"),
    case("same-scope", "exchangeRateCreate", rate(websiteCode=None), "TAKEN"),
    case("unknown-rate-updated", "exchangeRateUpdate", {"id": "r1", **rate()}, "NOT_FOUND", "id"),
    case("unknown-rate-deleted", "exchangeRateDelete", {"id": "r1"}, "NOT_FOUND", "id"),
]  # fmt: skip
SETUP = [
    case("website-without-currency", "websitePut", {"input": {"code": "eu"}}, "INVALID",
         "input", "baseCurrency"),
    case("no-currency", "websitePut", {"input": {"code": "eu", "baseCurrency": "EUX"}}, "INVALID",
         "input", "baseCurrency"),
    case("no-time-zone", "websitePut", {"input": {"code": "us", "timeZone": "Mars"}}, "INVALID",
         "input", "timeZone"),
    case("currency-changed", "websitePut", {"input": {"code": "us", "baseCurrency": "EUR"}},
         "INVALID", "input", "baseCurrency"),
    case("no-website-code", "websitePut", {"input": {"code": "", "baseCurrency": "EUR"}}, "INVALID",
         "input", "code"),
    case("no-store-view", "websitePut", {"input": {"code": "us", "storeViewCodes": ["en us"]}},
         "INVALID", "input", "storeViewCodes", "0"),
    case("store-view-twice", "websitePut", {"input": {"code": "us", "storeViewCodes": ["a", "A"]}},
         "INVALID", "input", "storeViewCodes", "1"),
    case("store-views-beyond", "websitePut",
         {"input": {"code": "us", "storeViewCodes": [f"v{n}" for n in range(101)]}},
         "OUT_OF_RANGE", "input", "storeViewCodes"),
    case("unknown-website-deleted", "websiteDelete", {"code": "nowhere"}, "NOT_FOUND", "code"),
    case("no-group-code", "customerGroupPut", {"input": {"code": ""}}, "INVALID", "input", "code"),
    case("general-deleted", "customerGroupDelete", {"code": "general"}, "INVALID", "code"),
    case("unknown-group-deleted", "customerGroupDelete", {"code": "gold"}, "NOT_FOUND", "code"),
]  # fmt: skip
WHOLE_NUMBERS = (
    "redemptionThreshold", "balanceCap", "minPointsPerOrder", "maxPointsPerOrder", "expiryDays",
    "returnGraceDays", "registrationPoints", "newsletterSignupPoints", "invitationSentPoints",
    "invitationSentLimit", "invitationCustomerPoints", "invitationCustomerLimit",
    "invitationOrderPoints", "invitationOrderLimit", "reviewPoints", "reviewLimit",
    "expiryWarningDays",
)  # fmt: skip
NEVER_BLANK = (
    "enabled", "enabledOnStorefront", "historyVisible", "expiryCalculation", "expiryRounding",
    "registrationOncePerEmail", "returnGraceDays",
    "refundPointsAutomatically", "deductEarnedPointsOnRefund", "clawback", "earnOnPurchase",
    "invitationOrderFrequency", "subscribeByDefault", "balanceUpdateTemplate",
    "expiryWarningTemplate", "discouragedPaymentMethods", "blockedPaymentMethods",
)  # fmt: skip
SETTINGS = [
    *(case(f"{name}-negative", "settingsUpdate", settings(**{name: -1}), "OUT_OF_RANGE",
           "input", name) for name in WHOLE_NUMBERS),
    *(case(f"{name}-too-large", "settingsUpdate", settings(**{name: 2_000_000_000}), "OUT_OF_RANGE",
           "input", name) for name in WHOLE_NUMBERS),
    *(case(f"{name}-blank", "settingsUpdate", settings(**{name: None}), "INVALID",
           "input", name) for name in NEVER_BLANK),
    case("percent-above-100", "settingsUpdate", settings(maxPercentOfOrder="100.01"),
         "OUT_OF_RANGE", "input", "maxPercentOfOrder"),
    case("percent-negative", "settingsUpdate", settings(maxPercentOfOrder="-1"),
         "OUT_OF_RANGE", "input", "maxPercentOfOrder"),
    case("sender-address", "settingsUpdate", settings(emailSenderAddress="shop"), "INVALID",
         "input", "emailSenderAddress"),
    case("sender-name", "settingsUpdate", settings(emailSenderName="a\nb"), "INVALID",
         "input", "emailSenderName"),
    case("landing-page", "settingsUpdate", settings(landingPageMarkdown="x" * 20_001), "INVALID",
         "input", "landingPageMarkdown"),
    case("101-methods", "settingsUpdate", settings(blockedPaymentMethods=["m"] * 101),
         "OUT_OF_RANGE", "input", "blockedPaymentMethods"),
    case("no-method", "settingsUpdate", settings(blockedPaymentMethods=["m", ""]), "INVALID",
         "input", "blockedPaymentMethods", "1"),
    case("unknown-website", "settingsUpdate", {"websiteCode": "nowhere", "input": {}}, "NOT_FOUND",
         "websiteCode"),
    case("no-such-setting", "settingsReset", {"fields": ["enabled", "luck"]}, "INVALID",
         "fields", "1"),
]  # fmt: skip
CUSTOMERS = [
    case("no-id", "customerPut", customer(id=""), "INVALID", "input", "id"),
    case("long-id", "customerPut", customer(id=LONG), "INVALID", "input", "id"),
    case("no-address", "customerPut", customer(email="bob"), "INVALID", "input", "email"),
    case("no-locale", "customerPut", customer(locale="klingon!"), "INVALID", "input", "locale"),
    case("turning-name", "customerPut", customer(lastName="a\u202eb"), "INVALID",
         "input", "lastName"),
    case("long-name", "customerPut", customer(firstName="x" * 256), "INVALID",
         "input", "firstName"),
    case("unknown-group", "customerPut", customer(customerGroupCode="gold"), "NOT_FOUND",
         "input", "customerGroupCode"),
    case("unknown-website", "customerPut", customer(websiteCode="nowhere"), "NOT_FOUND",
         "input", "websiteCode"),
    case("unknown-customer", "subscriptionsUpdate", {"customerId": "bob"}, "NOT_FOUND",
         "customerId"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mutation", "arguments", "code", "path"), [*RATES, *SETUP, *SETTINGS, *CUSTOMERS]
)
async def test_bad_set_up_is_refused_where_it_is_and_writes_nothing(
    open_shop: AdminApi, mutation: str, arguments: Json, code: str, path: list[str] | None
) -> None:
    await check_refused(open_shop, mutation, arguments, code, path)


async def test_each_bad_setting_is_refused_for_itself_and_the_good_ones_wait(
    open_shop: AdminApi,
) -> None:
    """R1.4."""
    before = await everything_written()
    changes = settings(
        expiryDays=-1,
        balanceCap=1_000,
        enabled=None,
        blockedPaymentMethods=["m", ""],
        emailSenderAddress="shop",
        maxPercentOfOrder="1.00001",
    )

    payload = await open_shop.command("settingsUpdate", "settings { enabled }", **changes)

    refused = {(error["code"], *error["path"]) for error in payload["userErrors"]}
    assert payload["settings"] is None
    assert len(payload["userErrors"]) == len(refused)
    assert refused == {
        ("OUT_OF_RANGE", "input", "expiryDays"),
        ("INVALID", "input", "enabled"),
        ("INVALID", "input", "blockedPaymentMethods", "1"),
        ("INVALID", "input", "emailSenderAddress"),
        ("INVALID", "input", "maxPercentOfOrder"),
    }
    assert await everything_written() == before


async def test_each_unknown_setting_is_refused_for_itself(open_shop: AdminApi) -> None:
    """R1.4."""
    arguments = {"fields": ["luck", "enabled", "fate"]}

    payload = await open_shop.command("settingsReset", "settings { enabled }", **arguments)

    assert [(error["path"], error["message"]) for error in payload["userErrors"]] == [
        (["fields", "0"], "There is no setting luck."),
        (["fields", "2"], "There is no setting fate."),
    ]
