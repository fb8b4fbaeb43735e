"""Acceptance: which operations can be planned, and which variables decide what they select."""

from typing import Final

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    Node,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.language.visitor import VisitorActionEnum

_CONDITIONS: Final = frozenset({GraphQLSkipDirective.name, GraphQLIncludeDirective.name})
_INTROSPECTION: Final = frozenset({"__schema", "__type"})


def conditions_of(document: DocumentNode, operation_name: str | None) -> tuple[str, ...] | None:
    """Return the variables of @skip and @include, or None for what is left to graphql-core.

    That is subscriptions, introspection, fragments with arguments, and any other directive, such as
    @defer and @stream.
    """
    operation = _operation(document, operation_name)
    if operation is None or operation.operation is OperationType.SUBSCRIPTION:
        return None
    reader = _Reader()
    for node in (operation, *document.definitions):
        if node is operation or isinstance(node, FragmentDefinitionNode):
            visit(node, reader)
    return tuple(sorted(reader.conditions)) if reader.accepts else None


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and (name is None or (node.name is not None and node.name.value == name))
    ]
    return found[0] if len(found) == 1 else None


class _Reader(Visitor):
    """Reads an operation and the document's fragments, each once."""

    def __init__(self) -> None:
        super().__init__()
        self.accepts = True
        self.conditions: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        if node.name.value not in _CONDITIONS:
            self.accepts = False
        for argument in node.arguments or ():
            if isinstance(argument.value, VariableNode):
                self.conditions.add(argument.value.name.value)

    def enter_field(self, node: FieldNode, *_: object) -> None:
        if node.name.value in _INTROSPECTION:
            self.accepts = False

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        if node.variable_definitions:
            self.accepts = False

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        if node.arguments:
            self.accepts = False

    def enter_variable_definition(self, node: Node, *_: object) -> VisitorActionEnum | None:
        """Pass over variables' definitions, whose directives select nothing."""
        del node
        return VisitorActionEnum.SKIP
