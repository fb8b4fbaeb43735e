"""Setting checks: the values each setting may have, with the field named (R1.4)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from services.rules.basics.declaration import DeclaredField, declared_fields
from services.rules.basics.refusals import Invalid, Path
from services.rules.programme.settings import PRODUCT_DEFAULTS, RewardSettings

SettingValue = bool | int | Decimal | str | tuple[str, ...] | None
StoredValue = bool | int | str | list[str] | None

SETTINGS: Final[Mapping[str, DeclaredField]] = declared_fields(RewardSettings)

_FORMS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    Decimal: "a decimal number",
    str: "text",
    tuple: "a list of texts",
}

# The type checker would want each field's own type, which a mapping cannot name.
_replace: Callable[..., RewardSettings] = replace


def check_setting(name: str, value: object) -> SettingValue:
    """Return `value` as the setting `name` keeps it; None is the explicit blank.

    The path names the setting. Raises Invalid, OutOfRange.
    """
    setting = SETTINGS.get(name)
    if setting is None:
        raise Invalid(f"There is no setting {name}.", path=(name,))
    if value is None:
        if not setting.may_be_blank:
            raise Invalid("This setting cannot be blank.", path=(name,))
        return None
    kept = _of_kind(setting.kind, value, path=(name,))
    if setting.check is not None:
        setting.check(kept, path=(name,))
    return kept


def to_stored(value: SettingValue) -> StoredValue:
    """Return a setting's value as JSON keeps it: decimals as text, lists as lists."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return list(value) if isinstance(value, tuple) else value


def from_stored(name: str, stored: StoredValue) -> SettingValue:
    """Return the value of the setting `name` that `to_stored` has kept."""
    kind = SETTINGS[name].kind
    if isinstance(stored, list):
        return tuple(stored)
    if isinstance(stored, str) and kind is Decimal:
        return Decimal(stored)
    if isinstance(stored, str) and issubclass(kind, StrEnum):
        return kind(stored)
    return stored


def settings_in_force(*scopes: Mapping[str, StoredValue]) -> RewardSettings:
    """Return the product's defaults with the overrides of each scope in turn, as they are kept.

    An override of None is the explicit blank; a setting without an override is inherited.
    """
    settings = PRODUCT_DEFAULTS
    for stored in scopes:
        overrides = {name: from_stored(name, value) for name, value in stored.items()}
        settings = _replace(settings, **overrides)
    return settings


def _of_kind(kind: type, value: object, *, path: Path) -> SettingValue:
    if issubclass(kind, StrEnum):
        return _choice(kind, value, path=path)
    match value:
        case bool() if kind is bool:
            return value
        case int() if kind is int and not isinstance(value, bool):
            return value
        case Decimal() if kind is Decimal:
            return value
        case str() if kind is str:
            return value
        case list() | tuple() if kind is tuple:
            return tuple(value)
    raise Invalid(f"Must be {_FORMS[kind]}.", path=path)


def _choice(choices: type[StrEnum], value: object, *, path: Path) -> StrEnum:
    if not isinstance(value, str):
        raise Invalid("Must be one of the choices.", path=path)
    if value not in list(choices):
        raise Invalid(f"Must be one of {', '.join(choices)}.", path=path)
    return choices(value)
