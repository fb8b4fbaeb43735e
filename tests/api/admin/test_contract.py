"""The schema against the contract, a copy of the specification's admin.graphql (R12.4)."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    EnumTypeDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    parse,
    print_ast,
    print_schema,
)

from schema.admin.root import schema
from transport.api.execution import graphql_schema

CONTRACT = Path(__file__).parent.parent / "contract" / "admin.graphql"
OURS = graphql_schema(schema)

# What later issues bring; where a type is named all of it is.
LATER: set[str] = set()
# What is added to the contract, which is a minimum: what the screens of the admin app show beside
# it, such as how something would be before it is saved.
ADDED = (
    "EmailPreview",
    "Query.emailTemplatePreview",
    "PointsAdjustPreview",
    "Query.pointsAdjustPreview",
    "MergedAccount",
    "CustomerMergePreview",
    "Query.customerMergePreview",
    "CustomerErasePreview",
    "Query.customerErasePreview",
    "Query.customerPersonalData",
    "Query.orderSearch",
    "LotAllocation.openedBy",
    "ExchangeRateCell",
    "Query.exchangeRateMatrix",
    "Example",
    "Query.exampleQuote",
    "EmailTemplate.isOwn",
    "PointsActivity.periodDay",
    "BalanceFile",
    "NumberedWebsiteInput",
    "RefusedFileRow",
    "Query.balanceFiles",
    "Mutation.balanceFileImport",
    "FileOrigin",
    "JournalTotal",
    "LiabilityTotal",
    "Query.journalTotals",
    "Query.liabilityTotals",
    "Health",
    "JobHealth",
    "QueueHealth",
    "Query.health",
)
# Fields that are added, beside others whose names begin alike: what the admin app shows.
ADDED_ALONE = {"Query.email", "Query.webhookEventTypes"}
# How a federated schema tells its gateway about itself.
FEDERATION = ("_Service", "_Any", "Query._service")


def definitions(sdl: str) -> dict[str, str]:
    """Return each type with its kind, each field with arguments, defaults and type, each value."""
    found: dict[str, str] = {}
    for node in parse(sdl).definitions:
        if isinstance(node, ScalarTypeDefinitionNode):
            found[node.name.value] = node.kind
        elif isinstance(node, EnumTypeDefinitionNode):
            found[node.name.value] = node.kind
            found |= {f"{node.name.value}.{value.name.value}": "" for value in node.values or ()}
        elif isinstance(node, ObjectTypeDefinitionNode):
            found[node.name.value] = node.kind
            for field in node.fields or ():
                arguments = sorted(_given(argument) for argument in field.arguments or ())
                name = f"{node.name.value}.{field.name.value}"
                found[name] = f"({', '.join(arguments)}): {print_ast(field.type)}"
        elif isinstance(node, InputObjectTypeDefinitionNode):
            found[node.name.value] = node.kind
            for input_field in node.fields or ():
                found[f"{node.name.value}.{input_field.name.value}"] = _given(input_field)
    return {name: look for name, look in found.items() if not name.startswith(FEDERATION)}


def _given(value: InputValueDefinitionNode) -> str:
    default = f" = {print_ast(value.default_value)}" if value.default_value else ""
    return f"{value.name.value}: {print_ast(value.type)}{default}"


def _descriptions() -> Iterator[tuple[str, str | None]]:
    for name, kind in OURS.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", of.description) for value, of in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument, of_argument in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument})", of_argument.description


def test_what_is_there_is_as_the_contract_says() -> None:
    contract = definitions(CONTRACT.read_text())
    ours = definitions(print_schema(OURS))

    others = {name for name, look in ours.items() if contract.get(name) != look}
    assert {name for name in others if not name.startswith(ADDED)} == ADDED_ALONE


def test_what_is_absent_is_what_later_issues_bring() -> None:
    contract = definitions(CONTRACT.read_text())
    ours = definitions(print_schema(OURS))

    absent = {name for name in contract if name not in ours}
    assert {name for name in absent if name.split(".")[0] not in LATER} <= LATER
    assert all(name in absent for name in LATER)


def test_everything_is_described() -> None:
    assert [name for name, description in _descriptions() if not description] == []


def test_every_root_field_says_its_scope() -> None:
    for root in (OURS.query_type, OURS.mutation_type):
        assert root is not None
        for name, field in root.fields.items():
            assert name == "_service" or "Scope: " in (field.description or ""), name
