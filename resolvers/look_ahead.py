"""Look-ahead: what a request selects below the field being answered, so that it is read along.

It is only a hint. A field that is not seen here, because a directive decides about it or one of its
arguments has the wrong form, is read or refused later, when it is answered itself.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from resolvers.context import Info


class FieldAhead(NamedTuple):
    """A field as the document has it: in one place, or in several that are merged."""

    nodes: Sequence[FieldNode]
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]

    def find(self, name: str) -> "FieldAhead | None":
        """Return the field `name` below this one, if it is selected whatever the variables are."""
        found: list[FieldNode] = []
        seen: set[str] = set()
        for node in self.nodes:
            self._gather(node.selection_set, name, found, seen)
        return FieldAhead(found, self.fragments, self.variables) if found else None

    def text(self, name: str) -> str | None:
        """Return an argument that is text, None for anything else and where it is left out."""
        value = self._argument(name)
        return value if isinstance(value, str) else None

    def number(self, name: str, default: int) -> int:
        """Return an argument that is a whole number; the default for null, or left out."""
        value = self._argument(name)
        return value if isinstance(value, int) else default

    def _argument(self, name: str) -> object:
        for argument in self.nodes[0].arguments or ():
            if argument.name.value == name:
                return self._value(argument.value)
        return None

    def _value(self, node: ValueNode) -> object:
        match node:
            case VariableNode():
                return self.variables.get(node.name.value)
            case IntValueNode():
                return int(node.value)
            case StringValueNode():
                return node.value
        return None

    def _gather(
        self, selected: SelectionSetNode | None, name: str, found: list[FieldNode], seen: set[str]
    ) -> None:
        """Add the fields `name` of what is selected to `found`, those of each fragment once."""
        for node in selected.selections if selected else ():
            if node.directives:
                continue
            if isinstance(node, FieldNode):
                if node.name.value == name:
                    found.append(node)
            elif isinstance(node, InlineFragmentNode):
                self._gather(node.selection_set, name, found, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                self._gather(self.fragments[node.name.value].selection_set, name, found, seen)


def ahead(info: Info) -> FieldAhead:
    """Return the field being answered, from where to look."""
    request = info._raw_info  # noqa: SLF001 - strawberry has no public name for the nodes
    return FieldAhead(request.field_nodes, request.fragments, info.variable_values)
