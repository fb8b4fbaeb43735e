"""Place of a field in a plan: the nodes of the document that it answers, and its object's type."""

from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path

_new_tuple = tuple.__new__

Running = Executor[object]  # a request's executor, which knows its variables and gathers its errors


def path_to(parent: Path | None, key: str | int, typename: str | None = None) -> Path:
    """Return a path, made as the tuple that it is: in half the time of its own way."""
    return _new_tuple(Path, (parent, key, typename))


class Place:
    """One response key of one selection, and the field that answers it.

    The document may name the field several times under that key; the first node has its arguments.
    """

    __slots__ = ("definition", "details", "key", "nodes", "parent")

    def __init__(
        self,
        key: str,
        parent: GraphQLObjectType,
        definition: GraphQLField,
        details: list[FieldDetails],
    ) -> None:
        self.key = key
        self.parent = parent
        self.definition = definition
        self.details = details
        self.nodes: list[FieldNode] = [each.node for each in details]

    @property
    def node(self) -> FieldNode:
        """The node whose arguments count."""
        return self.nodes[0]

    def path(self, parent: Path | None) -> Path:
        """Return the field's path in the object at `parent`."""
        return path_to(parent, self.key, self.parent.name)

    def info(self, running: Running, path: Path | None) -> GraphQLResolveInfo[Any]:
        """Return what resolvers are told; `path` is the field's or that of an item in its list."""
        assert path is not None, "a field has a path"
        while isinstance(path.key, int):
            assert path.prev is not None, "a list is in a field"
            path = path.prev
        return running.build_resolve_info(self.definition, [*self.nodes], self.parent, path)
