"""Points-only subgraph, for a gateway where the shop's own subgraph has the rest (ADR 15)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from graphql import (
    DefinitionNode,
    NamedTypeNode,
    Node,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

# What of queries and the shop's entities nobody but Guerdon answers. All mutations are Guerdon's.
_OURS: Final[Mapping[str, frozenset[str]]] = {
    "Query": frozenset({"reward_points_offers"}),
    "Customer": frozenset({"id", "reward_points"}),
    "Cart": frozenset({"id", "applied_reward_points", "reward_points_quote"}),
}
_ROOTS: Final = ("Query", "Customer", "Cart", "Mutation")


def points_subgraph(sdl: str) -> str:
    """Return of the whole SDL the mutations, the points of customers, carts and product pages.

    Of its own it has no query but offers: a gateway comes to it from the shop's customers and
    carts.
    """
    definitions = parse(sdl).definitions
    types = {
        node.name.value: _without_the_shops(node)
        for node in definitions
        if isinstance(node, TypeDefinitionNode)
    }
    needed = _reached(types, _ROOTS)
    links = [
        SchemaExtensionNode(directives=node.directives, operation_types=())
        for node in definitions
        if isinstance(node, SchemaDefinitionNode)
    ]
    kept = [node for name, node in types.items() if name in needed]
    return "\n\n".join(print_ast(node) for node in (*links, *kept))


def _without_the_shops(node: TypeDefinitionNode) -> TypeDefinitionNode:
    """Take off a type the fields that the shop answers."""
    ours = _OURS.get(node.name.value)
    if ours is None or not isinstance(node, ObjectTypeDefinitionNode):
        return node
    return replace(node, fields=tuple(f for f in node.fields or () if f.name.value in ours))


def _reached(types: Mapping[str, DefinitionNode], roots: Iterable[str]) -> set[str]:
    """Return the names of the types that the roots lead to, themselves included."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in types and name not in reached:
            reached.add(name)
            waiting += _names(types[name])
    return reached


def _names(node: Node) -> list[str]:
    """Return the names of the types that a definition mentions."""
    found: list[str] = []

    class Mentioned(Visitor):
        def enter_named_type(self, named: NamedTypeNode, *_: object) -> None:
            found.append(named.name.value)

    visit(node, Mentioned())
    return found
