"""Enums of GraphQL, made from enums of the rules with a description for each value (R12.4)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, cast

import strawberry

if TYPE_CHECKING:
    from strawberry.types.enum import StrawberryEnumDefinition

Word = TypeVar("Word", bound=StrEnum)


def describe_enum(words: type[Word], description: str, values: Mapping[Word, str]) -> None:
    """Make `words` an enum of the schemas; each of its values needs its own description."""
    strawberry.enum(words, description=description)
    definition = cast("StrawberryEnumDefinition", vars(words)["__strawberry_definition__"])
    for value in definition.values:
        value.description = values[words(value.value)]
