"""Look-ahead: what a request selects below the field being answered, so that it is read along.

It is only a hint. A field that is not seen here, because a directive decides about it or one of its
arguments has the wrong form, is read or refused later, when it is answered itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class FieldAhead:
    """A field as the document has it: in one place, or in several that are merged."""

    nodes: Sequence[FieldNode]
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, object]

    def find(self, name: str) -> "FieldAhead | None":
        """Return the field `name` below this one, if it is selected whatever the variables are."""
        found = [node for node in self._selected() if node.name.value == name]
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

    def _selected(self) -> Iterator[FieldNode]:
        """Yield the fields below, those of each fragment once."""
        seen: set[str] = set()
        waiting: list[SelectionSetNode | None] = [node.selection_set for node in self.nodes]
        while waiting:
            selections = waiting.pop()
            for node in selections.selections if selections else ():
                if node.directives:
                    continue
                if isinstance(node, FieldNode):
                    yield node
                elif isinstance(node, InlineFragmentNode):
                    waiting.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                    seen.add(node.name.value)
                    waiting.append(self.fragments[node.name.value].selection_set)


def ahead(info: Info) -> FieldAhead:
    """Return the field being answered, from where to look."""
    request = info._raw_info  # noqa: SLF001 - strawberry has no public name for the nodes
    return FieldAhead(request.field_nodes, request.fragments, info.variable_values)
