"""Introspection: what asks for it, and its switch.

`__typename` is none: clients ask it with every document.
"""

from collections.abc import Mapping
from typing import Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationRule,
)

# Those of the query type. A gateway reads the schema's whole text by the last.
SCHEMA_FIELDS: Final = frozenset({"__schema", "__type", "_service"})


class NoServiceSdlRule(ValidationRule):
    """Prohibits the field by which a federation gateway reads the schema's whole text."""

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Report `_service` of the query type."""
        if (
            node.name.value == "_service"
            and self.context.get_parent_type() is self.context.schema.query_type
        ):
            self.report_error(GraphQLError("Introspection is switched off.", node))


def root_names(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> frozenset[str]:
    """Return the names of the root fields of a valid operation, those of fragments too."""
    names: set[str] = set()
    waiting: list[SelectionSetNode] = [operation.selection_set]
    spread: set[str] = set()
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                names.add(selection.name.value)
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name not in spread:
                    spread.add(name)
                    waiting.append(fragments[name].selection_set)
    return frozenset(names)
