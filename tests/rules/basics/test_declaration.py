from dataclasses import dataclass
from typing import Annotated

import pytest

from services.rules.basics.declaration import DeclaredField, declared_fields


def never(_value: object) -> None:
    raise AssertionError


@dataclass(frozen=True)
class Sample:
    plain: Annotated[bool, "A switch."]
    blank: Annotated[int | None, "A number.", never] = None
    several: Annotated[tuple[str, ...], "Codes."] = ("a",)


@pytest.mark.parametrize(
    ("name", "kind", "may_be_blank", "description", "check"),
    [
        pytest.param("plain", bool, False, "A switch.", None, id="required"),
        pytest.param("blank", int, True, "A number.", never, id="blank-and-checked"),
        pytest.param("several", tuple, False, "Codes.", None, id="list"),
    ],
)
def test_a_declaration_says_all_of_a_field(
    name: str,
    kind: type,
    may_be_blank: bool,  # noqa: FBT001  a table's column
    description: str,
    check: object,
) -> None:
    field = declared_fields(Sample)[name]

    assert (field.kind, field.may_be_blank) == (kind, may_be_blank)
    assert (field.description, field.check) == (description, check)


def test_fields_are_told_in_their_order_with_their_defaults() -> None:
    found: list[DeclaredField] = list(declared_fields(Sample).values())

    assert [field.name for field in found] == ["plain", "blank", "several"]
    assert found[0].is_required
    assert [field.default for field in found[1:]] == [None, ("a",)]
