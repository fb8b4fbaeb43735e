"""Plain SDL: a schema without Apollo Federation, for tools that know nothing of it."""

from typing import Final

from graphql import (
    REMOVE,
    ConstDirectiveNode,
    FieldDefinitionNode,
    TypeDefinitionNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    specified_directives,
    visit,
)

from schema.reached_types import reached

_ROOTS: Final = ("Query", "Mutation", "Subscription")
_FEDERATIONS: Final = frozenset({"_service", "_entities"})
_KNOWN: Final = frozenset(directive.name for directive in specified_directives)


def plain_sdl(sdl: str) -> str:
    """Return the SDL without federation's directives, fields and types, and without orphans."""
    document = visit(parse(sdl), _Federation())
    types = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode)
    }
    kept = reached(types, _ROOTS)
    return "\n\n".join(print_ast(node) for name, node in types.items() if name in kept)


class _Federation(Visitor):
    """Takes out what only a gateway understands."""

    def enter_directive(self, node: ConstDirectiveNode, *_: object) -> VisitorAction:
        return None if node.name.value in _KNOWN else REMOVE

    def enter_field_definition(self, node: FieldDefinitionNode, *_: object) -> VisitorAction:
        return REMOVE if node.name.value in _FEDERATIONS else None
