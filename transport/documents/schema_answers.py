"""Answers about the schema alone, kept by the document that asks: they never change."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import orjson

from transport.documents.documents import Operation
from transport.wire.response import Answer

MOST_KEPT: Final = 8  # GraphiQL and each code generator have a document of their own


@dataclass(slots=True)
class SchemaAnswers:
    """The latest answers of one API to operations that read nothing but its schema.

    They are kept as JSON, which is a tenth of what they are in memory.
    """

    _kept: OrderedDict[tuple[str, str | None], orjson.Fragment] = field(
        init=False, default_factory=OrderedDict
    )

    def find(self, operation: Operation) -> Answer | None:
        """Return the answer to `operation`, if it is at hand."""
        data = self._kept.get((operation.text, operation.name)) if operation.is_constant else None
        return None if data is None else {"data": data}

    def keep(self, operation: Operation, answer: Answer) -> None:
        """Keep `answer` if `operation` will have the same whenever and by whomever it is asked."""
        if not operation.is_constant or "errors" in answer:
            return
        data = orjson.Fragment(orjson.dumps(answer["data"]))
        self._kept[operation.text, operation.name] = data
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
