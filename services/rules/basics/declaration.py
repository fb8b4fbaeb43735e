"""Declarations: dataclasses whose annotations say of each field what it means and may be.

A field's annotation is its type, its description for clients, and the check of its values if its
type does not say enough: `Annotated[int | None, "How many days points live.", Within(1, 100)]`.
Checks, stored values and types of the API are made of what is read here.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

Check = Callable[..., None]


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """What a declaration says of one field.

    `kind` is its class without None, `tuple` for a list of texts. `check` is called with a value
    and its `path` and refuses a bad one.
    """

    name: str
    kind: type
    may_be_blank: bool
    default: object
    description: str
    check: Check | None

    @property
    def is_required(self) -> bool:
        """Whether the field has no default."""
        return self.default is MISSING


def declared_fields(declaration: type) -> Mapping[str, DeclaredField]:
    """Return what a declaration says of its fields, by name, in their order."""
    hints = get_type_hints(declaration, include_extras=True)
    defaults = {field.name: field.default for field in fields(declaration)}
    return {name: _read(name, hint, defaults[name]) for name, hint in hints.items()}


def _read(name: str, hint: object, default: object) -> DeclaredField:
    written, description, *checks = get_args(hint)
    # `Quantity | None` is the old kind of union: a NewType is no class.
    kinds = get_args(written) if get_origin(written) in {UnionType, Union} else (written,)
    (kind,) = (get_origin(each) or each for each in kinds if each is not NoneType)
    return DeclaredField(
        name=name,
        kind=kind,
        may_be_blank=NoneType in kinds,
        default=default,
        description=description,
        check=checks[0] if checks else None,
    )
