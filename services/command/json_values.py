"""Values of the rules kept whole in a row, as JSON: a cart's content, the quote of an order."""

from typing import TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")

_adapters: dict[type, TypeAdapter[object]] = {}


def _adapter(kind: type) -> TypeAdapter[object]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_document(value: object) -> dict[str, object]:
    """Return the JSON form of a dataclass of the rules; amounts become text, exactly."""
    document = _adapter(type(value)).dump_python(value, mode="json")
    return cast("dict[str, object]", document)


def from_document(kind: type[T], document: object) -> T:
    """Return the dataclass that `to_document` wrote."""
    return cast("T", _adapter(kind).validate_python(document))
