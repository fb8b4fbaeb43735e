"""Lists of values. What is no list or tuple is rare, and handed to graphql-core's own method."""

from collections.abc import Iterable, Iterator
from typing import cast

from graphql import GraphQLList, GraphQLOutputType
from graphql.execution.executor import collect_iterator_awaitables
from graphql.pyutils import Path

from compiled_execution.gathering import awaitable, gathered
from compiled_execution.objects import Object
from compiled_execution.place import Place, Running, path_to
from compiled_execution.plain_types import PLAIN
from compiled_execution.straight import HaltedWithin, go_straight
from compiled_execution.values import Value, complete_awaited


class List(Value):
    """Lists: `complete_list_value`."""

    __slots__ = ("item", "kind")

    def __init__(
        self,
        place: Place,
        kind: GraphQLOutputType,
        nullable: GraphQLList[GraphQLOutputType],
        item: Value,
    ) -> None:
        super().__init__(place, kind)
        self.kind = nullable
        self.item = item

    def complete_present(self, running: Running, path: Path | None, value: object) -> object:
        """Complete each item; those that are awaited, at once."""
        assert path is not None, "a list is in a field"
        if type(value) is not list and type(value) is not tuple:
            return self._complete_other(running, path, cast("Iterable[object]", value))
        answers: list[object] = []
        straight = self.item.straight_way() if isinstance(self.item, Object) else None
        if straight is not None:
            value = go_straight(straight, value, answers)
            if not value:
                return answers
        return self._complete(running, path, iter(value), answers)

    def _complete(
        self, running: Running, path: Path, items: Iterator[object], answers: list[object]
    ) -> object:
        """Complete the rest of the items one by one, the first of which may be half complete."""
        complete, is_awaitable = self.item.complete_present, running.is_awaitable
        awaited: list[int] = []
        try:
            for item in items:
                at = path_to(path, len(answers))
                if PLAIN[type(item)] and item is not None:
                    try:
                        answer = complete(running, at, item)
                    except Exception as error:  # noqa: BLE001 - a resolver may raise anything
                        self.item.fail(running, at, error)
                        answer = None
                    if not PLAIN[type(answer)] and is_awaitable(answer):
                        answer = self.item.guard(running, at, answer)
                else:
                    answer = self._answer(running, at, item)
                if not PLAIN[type(answer)] and is_awaitable(answer):
                    awaited.append(len(answers))
                answers.append(answer)
        except Exception:
            orphans = [awaitable(answers[index]) for index in awaited]
            orphans += collect_iterator_awaitables(items, running.is_awaitable)
            if orphans:
                running.settle_in_background(orphans)
            raise
        return gathered(answers, awaited) if awaited else answers

    def _complete_other(self, running: Running, path: Path, values: Iterable[object]) -> object:
        place = self.place
        info = place.info(running, path)
        return running.complete_list_value(self.kind, place.details, info, path, values, None)

    def _answer(self, running: Running, path: Path, item: object) -> object:
        """Complete an item, or an awaitable of one: `complete_list_item_value`."""
        value = self.item
        if not PLAIN[type(item)] and running.is_awaitable(item):
            return complete_awaited(running, value, path, item)
        try:
            if isinstance(item, HaltedWithin):
                answer = cast("Object", value).go_on(running, path, item)
            else:
                answer = value.complete(running, path, item)
        except Exception as error:  # noqa: BLE001 - a resolver may raise anything
            value.fail(running, path, error)
            return None
        if not PLAIN[type(answer)] and running.is_awaitable(answer):
            return value.guard(running, path, answer)
        return answer
