"""Types of a schema that its roots lead to."""

from collections.abc import Iterable, Mapping

from graphql import (
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    Node,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    Visitor,
    visit,
)


def reached(types: Mapping[str, TypeDefinitionNode], roots: Iterable[str]) -> set[str]:
    """Return the names of the types that the roots lead to, themselves included.

    An interface leads to what implements it: answers are of those types.
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in types and name not in found:
            found.add(name)
            waiting += _names(types[name])
            if isinstance(types[name], InterfaceTypeDefinitionNode):
                waiting += _implementing(types.values(), name)
    return found


def _names(node: Node) -> list[str]:
    """Return the names of the types that a definition mentions."""
    found: list[str] = []

    class Mentioned(Visitor):
        def enter_named_type(self, named: NamedTypeNode, *_: object) -> None:
            found.append(named.name.value)

    visit(node, Mentioned())
    return found


def _implementing(types: Iterable[TypeDefinitionNode], interface: str) -> list[str]:
    return [
        node.name.value
        for node in types
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)
        and interface in {face.name.value for face in node.interfaces or ()}
    ]
