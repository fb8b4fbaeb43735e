"""Plain types: classes whose instances are values, known without a look at each instance."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import CoroutineType, GeneratorType, NoneType
from typing import Final

from graphql.pyutils import UndefinedType

_MOST_TYPES: Final = 2_000  # a program has fewer; one that makes classes at run time has no end
_NEVER_PLAIN: Final = (BaseException, CoroutineType, GeneratorType, UndefinedType)
_DECIDES_FOR_ITSELF: Final = ("__await__", "__getattr__")
# Built-in classes have names of their own for the look-up that they all share.
_USUAL_LOOK_UPS: Final = frozenset(
    kind.__getattribute__
    for kind in (
        *(object, NoneType, str, bytes, int, float, list, tuple, dict, set, frozenset),
        *(Decimal, datetime, date, time, timedelta),
    )
)


class PlainTypes(dict[type, bool]):
    """Whether instances of a class are never awaitable, exceptions or undefined.

    graphql-core asks each value; the answer depends on the class alone, but for classes that make
    attributes up as they are asked. Those are never plain, so each instance is looked at.
    """

    def __missing__(self, kind: type) -> bool:
        """Find out about a class that was not asked for before."""
        is_plain = (
            not issubclass(kind, _NEVER_PLAIN)
            and not any(name in vars(base) for base in kind.__mro__ for name in _DECIDES_FOR_ITSELF)
            and kind.__getattribute__ in _USUAL_LOOK_UPS
        )
        if len(self) < _MOST_TYPES:
            self[kind] = is_plain
        return is_plain


PLAIN: Final = PlainTypes()
