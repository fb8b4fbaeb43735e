"""Points-only subgraph, for a gateway where the shop's own subgraph has the rest (ADR 15, 120)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from graphql import (
    ConstDirectiveNode,
    DefinitionNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    parse,
    parse_const_value,
    print_ast,
)

from schema.reached_types import reached
from schema.storefront.currency_codes import ADOBES
from schema.storefront.customers.customer_key import CustomerKey

Part = TypeVar("Part", FieldDefinitionNode, EnumValueDefinitionNode)

# Of types and roots that a shop has too: what nobody but Guerdon answers.
_OURS: Final[Mapping[str, frozenset[str]]] = {
    "Query": frozenset({"reward_points_offers"}),
    "Customer": frozenset({"reward_points"}),
    "Cart": frozenset({"id", "applied_reward_points", "reward_points_quote"}),
}
# Without federation a gateway comes to the points of customers and carts by these alone.
_DOORS: Final = frozenset({"customer", "cart"})
_THE_SHOPS: Final = frozenset({"updateCustomerV2"})
_ROOTS: Final = ("Query", "Customer", "Cart", "Mutation")


def points_subgraph(
    sdl: str, *, key: CustomerKey = CustomerKey.TOKEN, has_doors: bool = False
) -> str:
    """Return of the whole SDL the mutations, the points of customers, carts and product pages.

    Nothing in it is Magento's too but Money, its currencies and SearchResultPageInfo, which are
    the same there. Of its own it has no query but offers: a gateway comes to it from the shop's
    customers and carts, or with `has_doors` by its own queries for them.
    """
    definitions = parse(sdl).definitions
    ours = dict(_OURS)
    if key is CustomerKey.ID:
        ours["Customer"] |= {"id"}
    if has_doors:
        ours["Query"] |= _DOORS
    types = {
        node.name.value: _without_the_shops(node, ours, key)
        for node in definitions
        if isinstance(node, TypeDefinitionNode)
    }
    needed = reached(types, _ROOTS)
    kept = [node for name, node in types.items() if name in needed]
    return "\n\n".join(print_ast(node) for node in (*_links(definitions), *kept))


def _links(definitions: tuple[DefinitionNode, ...]) -> list[SchemaExtensionNode]:
    return [
        SchemaExtensionNode(directives=node.directives, operation_types=())
        for node in definitions
        if isinstance(node, SchemaDefinitionNode)
    ]


def _without_the_shops(
    node: TypeDefinitionNode, ours: Mapping[str, frozenset[str]], key: CustomerKey
) -> TypeDefinitionNode:
    """Take off a type what the shop answers, or what the shop's own of that name has not."""
    name = node.name.value
    if isinstance(node, EnumTypeDefinitionNode) and name == "CurrencyEnum":
        return replace(node, values=_named(node.values, ADOBES))
    if not isinstance(node, ObjectTypeDefinitionNode):
        return node
    if name == "Mutation":
        names = {field.name.value for field in node.fields or ()} - _THE_SHOPS
        return replace(node, fields=_named(node.fields, names))
    if name == "Customer" and key is CustomerKey.TOKEN:
        node = replace(node, directives=tuple(map(_by_token, node.directives or ())))
    return replace(node, fields=_named(node.fields, ours[name])) if name in ours else node


def _named(parts: tuple[Part, ...] | None, names: Collection[str]) -> tuple[Part, ...]:
    return tuple(part for part in parts or () if part.name.value in names)


def _by_token(directive: ConstDirectiveNode) -> ConstDirectiveNode:
    """Let @key ask for nothing: who the customer is, the token says."""
    value = parse_const_value('"__typename"')
    arguments = tuple(replace(argument, value=value) for argument in directive.arguments or ())
    return replace(directive, arguments=arguments)
