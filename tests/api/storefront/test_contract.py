"""The schema against the contract, a copy of the specification's storefront.graphql (R12.4)."""

from pathlib import Path

from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLEnumType,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    is_specified_directive,
    is_specified_scalar_type,
    parse,
    print_ast,
)

from schema.storefront.currency_codes import ADOBES
from schema.storefront.root import schema
from services.rules.basics.currencies import MINOR_DIGITS
from transport.api.execution import graphql_schema

CONTRACT = Path(__file__).parent.parent / "contract" / "storefront.graphql"

# What later issues bring: nothing is left.
LATER: set[str] = set()
# How a federated schema tells its gateway about itself.
FEDERATION = {"_Service", "_Any", "_Entity", "Query._service", "Query._entities"}

WithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | InputObjectTypeDefinitionNode


def definitions(sdl: str, *, apart_from: set[str]) -> dict[str, str]:
    """Return each type with its interfaces, and each field with arguments, defaults and type."""
    found: dict[str, str] = {}
    for node in parse(sdl).definitions:
        if isinstance(node, EnumTypeDefinitionNode):
            found[node.name.value] = "enum"
        if isinstance(node, WithFields) and node.name.value not in apart_from:
            name = node.name.value
            interfaces = [face.name.value for face in getattr(node, "interfaces", None) or ()]
            found[name] = " ".join([node.kind, *interfaces])
            found |= {f"{name}.{field.name.value}": _look(field) for field in node.fields or ()}
    return {name: look for name, look in found.items() if name not in apart_from}


def _look(field: FieldDefinitionNode | InputValueDefinitionNode) -> str:
    arguments = [
        f"{argument.name.value}: {print_ast(argument.type)}"
        f" = {print_ast(argument.default_value) if argument.default_value else 'required or null'}"
        for argument in getattr(field, "arguments", None) or ()
    ]
    return f"({', '.join(arguments)}): {print_ast(field.type)}"


def test_each_type_and_field_is_as_the_contract_has_it() -> None:
    wanted = definitions(CONTRACT.read_text(), apart_from=LATER)

    assert definitions(schema.as_str(), apart_from=FEDERATION) == wanted


def test_the_currencies_are_adobes_and_all_that_the_service_knows() -> None:
    currencies = graphql_schema(schema).type_map["CurrencyEnum"]

    assert isinstance(currencies, GraphQLEnumType)
    assert set(currencies.values) == ADOBES | set(MINOR_DIGITS)


def test_the_subscription_statuses_are_those_of_the_contract() -> None:
    statuses = graphql_schema(schema).type_map["RewardPointsSubscriptionStatusesEnum"]

    assert isinstance(statuses, GraphQLEnumType)
    assert list(statuses.values) == ["SUBSCRIBED", "NOT_SUBSCRIBED"]


def descriptions() -> dict[str, str | None]:
    """Return what each type, field, argument and enum value says of itself."""
    found: dict[str, str | None] = {}
    for kind in graphql_schema(schema).type_map.values():
        found[kind.name] = kind.description
        for name, part in {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}.items():
            found[f"{kind.name}.{name}"] = part.description
            for argument_name, argument in getattr(part, "args", {}).items():
                found[f"{kind.name}.{name}({argument_name})"] = argument.description
    return {name: text for name, text in found.items() if not name.startswith("__")}


def test_everything_has_a_description() -> None:
    assert [name for name, text in descriptions().items() if not text] == []


def test_clients_see_nothing_more_of_a_federated_schema() -> None:
    """What @key and its like are made of is for gateways, in the SDL."""
    served = graphql_schema(schema)
    contract = definitions(CONTRACT.read_text(), apart_from=set())

    seen = {
        name
        for name, kind in served.type_map.items()
        if not name.startswith("__") and not is_specified_scalar_type(kind)
    }
    assert seen - set(contract) <= FEDERATION
    assert all(is_specified_directive(directive) for directive in served.directives)
    assert "@key" in schema.as_str()
