"""Setting checks: the values each setting may have, with the field named (R1.4)."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum, auto

from services.rules.basics.email_address import check_email_address
from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency
from services.rules.basics.limits import (
    MONEY_DECIMALS,
    POINTS_LIMIT,
    check_id,
    check_length,
    check_name,
)
from services.rules.basics.refusals import Invalid, OutOfRange, Path
from services.rules.programme.settings import (
    PRODUCT_DEFAULTS,
    RewardSettings,
    SettingValue,
    apply_overrides,
)

StoredValue = bool | int | str | list[str] | None

MARKDOWN_LENGTH = 20_000
_DAYS = 36_500


class Kind(Enum):
    """The form of a setting's value."""

    SWITCH = auto()
    WHOLE_NUMBER = auto()
    DECIMAL = auto()
    CHOICE = auto()
    CODE = auto()
    NAME = auto()
    ADDRESS = auto()
    MARKDOWN = auto()
    CODES = auto()


@dataclass(frozen=True, slots=True)
class SettingRule:
    """The form of one setting; numbers are from `least` to `most`, both allowed."""

    kind: Kind
    blankable: bool = False
    least: int = 0
    most: int = 0
    choices: type[StrEnum] | None = None


_SWITCH = SettingRule(Kind.SWITCH)
_POINTS = SettingRule(Kind.WHOLE_NUMBER, blankable=True, least=0, most=POINTS_LIMIT)
_COUNT = _POINTS
_CODE = SettingRule(Kind.CODE)
_CODES = SettingRule(Kind.CODES)

SETTING_RULES: Mapping[str, SettingRule] = {
    "enabled": _SWITCH,
    "enabled_on_storefront": _SWITCH,
    "history_visible": _SWITCH,
    "redemption_threshold": _POINTS,
    "balance_cap": SettingRule(Kind.WHOLE_NUMBER, blankable=True, least=1, most=POINTS_LIMIT),
    "min_points_per_order": _POINTS,
    "max_points_per_order": _POINTS,
    "max_percent_of_order": SettingRule(Kind.DECIMAL, blankable=True, least=0, most=100),
    "expiry_days": SettingRule(Kind.WHOLE_NUMBER, blankable=True, least=1, most=_DAYS),
    "expiry_calculation": SettingRule(Kind.CHOICE, choices=ExpiryCalculation),
    "return_grace_days": SettingRule(Kind.WHOLE_NUMBER, least=0, most=_DAYS),
    "refund_points_automatically": _SWITCH,
    "deduct_earned_points_on_refund": _SWITCH,
    "clawback": SettingRule(Kind.CHOICE, choices=ClawbackPolicy),
    "earn_on_purchase": _SWITCH,
    "registration_points": _POINTS,
    "newsletter_signup_points": _POINTS,
    "invitation_sent_points": _POINTS,
    "invitation_sent_limit": _COUNT,
    "invitation_customer_points": _POINTS,
    "invitation_customer_limit": _COUNT,
    "invitation_order_points": _POINTS,
    "invitation_order_limit": _COUNT,
    "invitation_order_frequency": SettingRule(Kind.CHOICE, choices=InvitationOrderFrequency),
    "review_points": _POINTS,
    "review_limit": _COUNT,
    "subscribe_by_default": _SWITCH,
    "email_sender_name": SettingRule(Kind.NAME, blankable=True),
    "email_sender_address": SettingRule(Kind.ADDRESS, blankable=True),
    "balance_update_template": _CODE,
    "expiry_warning_template": _CODE,
    "expiry_warning_days": SettingRule(Kind.WHOLE_NUMBER, blankable=True, least=1, most=_DAYS),
    "landing_page_identifier": SettingRule(Kind.CODE, blankable=True),
    "landing_page_title": SettingRule(Kind.NAME, blankable=True),
    "landing_page_markdown": SettingRule(Kind.MARKDOWN, blankable=True),
    "discouraged_payment_methods": _CODES,
    "blocked_payment_methods": _CODES,
}


def check_setting(name: str, value: object) -> SettingValue:
    """Return `value` as the setting `name` keeps it; None is the explicit blank.

    The path names the setting. Raises Invalid, OutOfRange.
    """
    rule = SETTING_RULES.get(name)
    if rule is None:
        raise Invalid(f"There is no setting {name}.", path=(name,))
    if value is not None:
        return _check(value, rule, (name,))
    if not rule.blankable:
        raise Invalid("This setting cannot be blank.", path=(name,))
    return None


def to_stored(value: SettingValue) -> StoredValue:
    """Return a setting's value as JSON keeps it: decimals as text, lists as lists."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def settings_in_force(*scopes: Mapping[str, StoredValue]) -> RewardSettings:
    """Return the product's defaults with the overrides of each scope in turn, as they are kept."""
    settings = PRODUCT_DEFAULTS
    for stored in scopes:
        overrides = {name: from_stored(name, value) for name, value in stored.items()}
        settings = apply_overrides(settings, overrides)
    return settings


def from_stored(name: str, stored: StoredValue) -> SettingValue:
    """Return the value of the setting `name` that `to_stored` has kept."""
    rule = SETTING_RULES[name]
    if isinstance(stored, list):
        return tuple(stored)
    if isinstance(stored, str) and rule.kind is Kind.DECIMAL:
        return Decimal(stored)
    if isinstance(stored, str) and rule.choices is not None:
        return rule.choices(stored)
    return stored


def _check(value: object, rule: SettingRule, path: Path) -> SettingValue:
    match rule.kind, value:
        case Kind.SWITCH, bool():
            return value
        case Kind.WHOLE_NUMBER, int() if not isinstance(value, bool):
            _check_range(value, rule, path)
            return value
        case Kind.DECIMAL, Decimal():
            _check_decimal(value, rule, path)
            return value
        case Kind.CHOICE, str():
            return _check_choice(value, rule, path)
        case Kind.CODES, list() | tuple():
            return _check_codes(value, path)
        case Kind.CODE | Kind.NAME | Kind.ADDRESS | Kind.MARKDOWN, str():
            _check_text(value, rule.kind, path)
            return value
    raise Invalid(f"Must be {_FORMS[rule.kind]}.", path=path)


def _check_decimal(value: Decimal, rule: SettingRule, path: Path) -> None:
    if not value.is_finite():
        raise Invalid("Must be a number.", path=path)
    _check_range(value, rule, path)
    if value != round(value, MONEY_DECIMALS):
        raise Invalid(f"Must have at most {MONEY_DECIMALS} decimals.", path=path)


def _check_range(value: int | Decimal, rule: SettingRule, path: Path) -> None:
    if not rule.least <= value <= rule.most:
        raise OutOfRange(f"Must be from {rule.least:,} to {rule.most:,}.", path=path)


def _check_choice(value: str, rule: SettingRule, path: Path) -> SettingValue:
    assert rule.choices is not None
    if value not in list(rule.choices):
        raise Invalid(f"Must be one of {', '.join(rule.choices)}.", path=path)
    return rule.choices(value)


def _check_codes(value: Sequence[object], path: Path) -> SettingValue:
    check_length(len(value), path=path)
    codes: list[str] = []
    for index, code in enumerate(value):
        if not isinstance(code, str):
            raise Invalid("Must be text.", path=(*path, index))
        check_id(code, path=(*path, index))
        codes.append(code)
    return tuple(codes)


def _check_text(value: str, kind: Kind, path: Path) -> None:
    if kind is Kind.CODE:
        check_id(value, path=path)
    elif kind is Kind.NAME:
        check_name(value, path=path)
    elif kind is Kind.ADDRESS:
        check_email_address(value, path=path)
    elif not value.strip() or len(value) > MARKDOWN_LENGTH or not is_text(value):
        raise Invalid(f"Must be 1 to {MARKDOWN_LENGTH:,} characters of text.", path=path)


def is_text(value: str) -> bool:
    """Test whether `value` is made of lines of characters, without what no database takes."""
    return all(
        character in "\r\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
        for character in value
    )


_FORMS: Mapping[Kind, str] = {
    Kind.SWITCH: "true or false",
    Kind.WHOLE_NUMBER: "a whole number",
    Kind.DECIMAL: "a decimal number",
    Kind.CHOICE: "one of the choices",
    Kind.CODE: "text",
    Kind.NAME: "text",
    Kind.ADDRESS: "text",
    Kind.MARKDOWN: "text",
    Kind.CODES: "a list of texts",
}
