from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.declaration import DeclaredField
from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency
from services.rules.basics.refusals import Invalid, OutOfRange
from services.rules.programme.setting_rules import (
    SETTINGS,
    SettingValue,
    check_setting,
    from_stored,
    settings_in_force,
    to_stored,
)
from services.rules.programme.settings import PRODUCT_DEFAULTS, RewardSettings

BLANKABLE = [name for name, setting in SETTINGS.items() if setting.may_be_blank]
NOT_BLANKABLE = [name for name, setting in SETTINGS.items() if not setting.may_be_blank]


@pytest.mark.parametrize(
    "setting",
    [each for each in SETTINGS.values() if each.kind in {int, Decimal, str, tuple}],
    ids=lambda setting: setting.name,
)
def test_numbers_and_texts_have_a_check(setting: DeclaredField) -> None:
    """R1.4, R14.3: their type alone would take any length and any number."""
    assert setting.check is not None


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_the_default_of_a_setting_is_a_value_it_takes(setting: DeclaredField) -> None:
    """R1.4."""
    default = getattr(PRODUCT_DEFAULTS, setting.name)

    if default is None:
        assert setting.may_be_blank
    else:
        assert check_setting(setting.name, default) == default


def test_the_product_defaults_are_those_of_the_rules() -> None:
    """R1.4, R1.7, R5.9."""
    switched_on = {
        "enabled",
        "enabled_on_storefront",
        "history_visible",
        "earn_on_purchase",
        "redeem_on_shipping",
        "redeem_on_tax",
        "registration_once_per_email",
        "earn_with_coupons",
        "subscribe_by_default",
    }
    switches = {
        field.name
        for field in fields(RewardSettings)
        if getattr(PRODUCT_DEFAULTS, field.name) is True
    }

    assert switches == switched_on
    assert PRODUCT_DEFAULTS.return_grace_days == 14
    assert PRODUCT_DEFAULTS.expiry_calculation is ExpiryCalculation.STATIC
    assert PRODUCT_DEFAULTS.clawback is ClawbackPolicy.CLAMP
    assert PRODUCT_DEFAULTS.invitation_order_frequency is InvitationOrderFrequency.EACH
    assert PRODUCT_DEFAULTS.landing_page_identifier == "reward-points"
    assert PRODUCT_DEFAULTS.discouraged_payment_methods == ("cashondelivery",)
    assert PRODUCT_DEFAULTS.blocked_payment_methods == ()


def test_every_other_number_is_blank_by_default() -> None:
    """R1.4."""
    numbers = {
        name
        for name in SETTINGS
        if isinstance(value := getattr(PRODUCT_DEFAULTS, name), int) and value not in {True, False}
    }

    assert numbers == {"return_grace_days", "mail_retention_days"}


@pytest.mark.parametrize("name", BLANKABLE)
def test_a_setting_that_may_be_blank_takes_the_explicit_blank(name: str) -> None:
    """R1.4."""
    assert check_setting(name, None) is None


@pytest.mark.parametrize("name", NOT_BLANKABLE)
def test_blank_is_refused_where_it_has_no_meaning(name: str) -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        check_setting(name, None)

    assert refusal.value.path == (name,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("redemption_threshold", 0, id="least-threshold"),
        pytest.param("balance_cap", 1, id="least-cap"),
        pytest.param("balance_cap", 1_000_000_000, id="most-cap"),
        pytest.param("max_percent_of_order", Decimal(0), id="least-percent"),
        pytest.param("max_percent_of_order", Decimal("33.3333"), id="four-decimals"),
        pytest.param("max_percent_of_order", Decimal("100.0000"), id="most-percent"),
        pytest.param("expiry_days", 1, id="least-life"),
        pytest.param("expiry_days", 36_500, id="most-life"),
        pytest.param("return_grace_days", 0, id="no-grace"),
        pytest.param("clawback", "DEBT", id="choice-as-text"),
        pytest.param("email_sender_address", "points@shop.example", id="address"),
        pytest.param("landing_page_markdown", "# Points\n\n\tand *more*", id="markdown"),
    ],
)
def test_values_within_the_limits_are_taken(name: str, value: SettingValue) -> None:
    """R1.4."""
    assert check_setting(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("redemption_threshold", -1, id="negative-threshold"),
        pytest.param("balance_cap", 0, id="cap-that-allows-nothing"),
        pytest.param("balance_cap", 1_000_000_001, id="cap-beyond-all-points"),
        pytest.param("min_points_per_order", -1, id="negative-minimum"),
        pytest.param("max_points_per_order", -1, id="negative-maximum"),
        pytest.param("max_percent_of_order", Decimal("-0.0001"), id="percent-below-0"),
        pytest.param("max_percent_of_order", Decimal("100.0001"), id="percent-above-100"),
        pytest.param("max_percent_of_order", Decimal("1e400"), id="percent-beyond-everything"),
        pytest.param("expiry_days", 0, id="no-life-at-all"),
        pytest.param("expiry_days", 36_501, id="life-beyond-a-century"),
        pytest.param("return_grace_days", -1, id="negative-grace"),
        pytest.param("return_grace_days", 36_501, id="grace-beyond-a-century"),
        pytest.param("expiry_warning_days", 0, id="warning-at-expiry"),
        pytest.param("registration_points", -5, id="negative-award"),
        pytest.param("invitation_sent_limit", -1, id="negative-limit"),
        pytest.param("review_points", 2**31, id="award-beyond-32-bits"),
        pytest.param("blocked_payment_methods", ["free"] * 101, id="too-many-methods"),
    ],
)
def test_numbers_beyond_the_limits_are_out_of_range(name: str, value: object) -> None:
    """R1.4, R14.3."""
    with pytest.raises(OutOfRange) as refusal:
        check_setting(name, value)

    assert refusal.value.path == (name,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("enabled", 1, id="number-for-a-switch"),
        pytest.param("balance_cap", True, id="switch-for-a-number"),
        pytest.param("balance_cap", "10", id="text-for-a-number"),
        pytest.param("max_percent_of_order", 10, id="whole-number-for-a-decimal"),
        pytest.param("max_percent_of_order", Decimal("NaN"), id="not-a-number"),
        pytest.param("max_percent_of_order", Decimal("Infinity"), id="infinity"),
        pytest.param("max_percent_of_order", Decimal("33.33333"), id="five-decimals"),
        pytest.param("clawback", "FORGIVE", id="no-such-policy"),
        pytest.param("email_sender_name", "", id="empty-name"),
        pytest.param("email_sender_name", "Shop\r\nBcc: eve@example.com", id="header-in-a-name"),
        pytest.param("email_sender_name", "x" * 256, id="long-name"),
        pytest.param("email_sender_address", "a@shop.example,b@shop.example", id="two-addresses"),
        pytest.param("balance_update_template", "", id="empty-code"),
        pytest.param("landing_page_title", " ", id="blank-title"),
        pytest.param("landing_page_markdown", "x" * 20_001, id="long-page"),
        pytest.param("landing_page_markdown", "a\x00b", id="what-postgresql-cannot-keep"),
        pytest.param("landing_page_markdown", "a\ud800b", id="half-a-character"),
        pytest.param("blocked_payment_methods", "free", id="text-for-a-list"),
    ],
)
def test_values_of_another_form_are_invalid(name: str, value: object) -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        check_setting(name, value)

    assert refusal.value.path == (name,)


@pytest.mark.parametrize("code", ["", "a\nb", 5])
def test_a_bad_item_of_a_list_is_named(code: object) -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        check_setting("blocked_payment_methods", ["checkmo", code])

    assert refusal.value.path == ("blocked_payment_methods", 1)


def test_a_setting_there_is_none_of_is_invalid() -> None:
    """R1.4."""
    with pytest.raises(Invalid) as refusal:
        check_setting("generosity", 5)

    assert refusal.value.path == ("generosity",)


def test_an_override_wins_over_what_is_inherited() -> None:
    """R1.4."""
    settings = settings_in_force({"balance_cap": 100, "review_points": 5}, {"balance_cap": 200})

    assert (settings.balance_cap, settings.review_points) == (200, 5)


def test_an_explicit_blank_differs_from_inheriting() -> None:
    """R1.4."""
    by_default: dict[str, bool | int | str | list[str] | None] = {"balance_cap": 100}

    assert settings_in_force(by_default, {}).balance_cap == 100
    assert settings_in_force(by_default, {"balance_cap": None}).balance_cap is None


kept_values = st.one_of(
    st.tuples(st.just("enabled"), st.booleans()),
    st.tuples(st.just("balance_cap"), st.integers(1, 1_000_000_000)),
    st.tuples(st.just("max_percent_of_order"), st.decimals(min_value=0, max_value=100, places=4)),
    st.tuples(st.just("clawback"), st.sampled_from(ClawbackPolicy)),
    st.tuples(
        st.just("blocked_payment_methods"),
        st.lists(st.sampled_from(["checkmo", "free", "invoice"])).map(tuple),
    ),
    st.tuples(st.sampled_from(BLANKABLE), st.none()),
)


@given(setting=kept_values)
def test_what_is_kept_comes_back_as_it_was(setting: tuple[str, SettingValue]) -> None:
    """R1.4."""
    name, value = setting

    back = from_stored(name, to_stored(check_setting(name, value)))

    assert back == value
    assert type(back) is type(value)
