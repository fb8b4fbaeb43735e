"""Query guard: measures a document in one pass before anything else reads it (R14.1).

Counts are per document with fragment spreads expanded, yet each fragment is walked once: its
measure is kept and added wherever it is spread. The work is linear in the document's length,
however large the document becomes when expanded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)
from graphql.language import DirectiveNode, InlineFragmentNode, NamedTypeNode, ValueNode

from transport.documents.query_limits import QueryMeasure, QueryTooComplex

PAGE_SIZE_ARGUMENTS = ("first", "pageSize")
REFERENCES_ARGUMENT = "representations"  # of `_entities`: as many items are answered as it has
MAX_PAGE_SIZE = 100

# How many items a list of introspection has, about, in schemas like ours.
_ITEMS: Mapping[str, int] = {
    "types": 200,
    "directives": 10,
    "fields": 10,
    "inputFields": 10,
    "enumValues": 10,
    "args": 3,
    "interfaces": 2,
    "possibleTypes": 4,
}

# Inline fragments and spreads add no depth but nest all the same; nobody needs this many.
_MAX_NESTING = 50


def measure_query(
    schema: GraphQLSchema, document: DocumentNode, page_sizes: Mapping[str, object] | None = None
) -> QueryMeasure:
    """Measure `document`. `page_sizes` are the variables' values; without them, the largest count.

    Raises QueryTooComplex where selections nest too deeply to be measured.
    """
    return _Measuring(schema, document, page_sizes).measure()


@dataclass(frozen=True, slots=True)
class _Part:
    """What a selection amounts to with all spreads expanded; `roots` are its outermost fields."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0
    roots: int = 0
    introspection: int = 0


_NOTHING = _Part()


def _sum(parts: list[_Part]) -> _Part:
    """Add up what stands side by side; the deepest decides the depth."""
    return _Part(
        depth=max((part.depth for part in parts), default=0),
        fields=sum(part.fields for part in parts),
        aliases=sum(part.aliases for part in parts),
        cost=sum(part.cost for part in parts),
        roots=sum(part.roots for part in parts),
        introspection=sum(part.introspection for part in parts),
    )


@dataclass(slots=True)
class _Measuring:
    """One measuring of one document."""

    schema: GraphQLSchema
    document: DocumentNode
    page_sizes: Mapping[str, object] | None
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    measured: dict[str, _Part] = field(default_factory=dict)
    directives: int = 0
    cost_varies: bool = False

    def measure(self) -> QueryMeasure:
        definitions = self.document.definitions
        fragments = [node for node in definitions if isinstance(node, FragmentDefinitionNode)]
        operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]
        self.fragments = {node.name.value: node for node in fragments}
        parts = [self._operation(node) for node in operations]
        whole = _sum(parts)
        names = [node.name.value if node.name else "" for node in operations]
        return QueryMeasure(
            operations=len(operations),
            fragments=len(fragments),
            depth=whole.depth,
            fields=whole.fields,
            aliases=whole.aliases,
            directives=self.directives,
            cost=whole.cost,
            introspection=whole.introspection,
            root_fields={name: part.roots for name, part in zip(names, parts, strict=True)},
            cost_varies=self.cost_varies,
        )

    def _operation(self, node: OperationDefinitionNode) -> _Part:
        self._count_directives(node.directives)
        for variable in node.variable_definitions or ():
            self._count_directives(variable.directives)
        return self._selections(node.selection_set, self.schema.get_root_type(node.operation), 0)

    def _selections(
        self, node: SelectionSetNode | None, parent: GraphQLNamedType | None, nesting: int
    ) -> _Part:
        if node is None:
            return _NOTHING
        if nesting > _MAX_NESTING:
            raise QueryTooComplex("The query nests too deeply.")
        return _sum(
            [self._selection(selection, parent, nesting + 1) for selection in node.selections]
        )

    def _selection(
        self, node: SelectionNode, parent: GraphQLNamedType | None, nesting: int
    ) -> _Part:
        self._count_directives(node.directives)
        if isinstance(node, FieldNode):
            return self._field(node, parent, nesting)
        if isinstance(node, FragmentSpreadNode):
            return self._spread(node.name.value, nesting)
        assert isinstance(node, InlineFragmentNode)
        return self._selections(
            node.selection_set, self._narrowed(node.type_condition, parent), nesting
        )

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, nesting: int) -> _Part:
        name = node.name.value
        definition = self.schema.get_field(parent, name) if is_composite_type(parent) else None
        inner_type = get_named_type(definition.type) if definition else None
        inside = self._selections(node.selection_set, inner_type, nesting)
        # Only the language itself has names with two underscores; an alias is no such name.
        is_introspection = name.startswith("__")
        if is_introspection:
            # Bounded apart: by what a client that reads the whole schema asks.
            return _Part(
                fields=1 + inside.fields,
                aliases=(node.alias is not None) + inside.aliases,
                cost=1,
                roots=1,
                introspection=1 + inside.cost,
            )
        if parent is not None and parent.name.startswith("__"):
            items = _ITEMS.get(name, 1)
            return _Part(
                depth=1 + inside.depth,
                fields=1 + inside.fields,
                aliases=(node.alias is not None) + inside.aliases,
                cost=1 + items * inside.cost,
                roots=1,
            )
        return _Part(
            depth=1 + inside.depth,
            fields=1 + inside.fields,
            aliases=(node.alias is not None) + inside.aliases,
            cost=1 + self._page_size(node, definition) * inside.cost,
            roots=1,
            introspection=inside.introspection,
        )

    def _spread(self, name: str, nesting: int) -> _Part:
        """Measure a fragment once. Unknown ones and cycles are nothing: validation reports them."""
        if name not in self.measured:
            if name not in self.fragments:
                return _NOTHING
            self.measured[name] = _NOTHING
            node = self.fragments[name]
            self._count_directives(node.directives)
            narrowed = self._narrowed(node.type_condition, None)
            self.measured[name] = self._selections(node.selection_set, narrowed, nesting)
        return self.measured[name]

    def _narrowed(
        self, condition: NamedTypeNode | None, parent: GraphQLNamedType | None
    ) -> GraphQLNamedType | None:
        return self.schema.get_type(condition.name.value) if condition else parent

    def _count_directives(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        self.directives = max(self.directives, len(directives or ()))

    def _page_size(self, node: FieldNode, definition: GraphQLField | None) -> int:
        """Return how many items a field may answer: 1 unless it has a page size, or references."""
        for argument in node.arguments or ():
            if argument.name.value in (*PAGE_SIZE_ARGUMENTS, REFERENCES_ARGUMENT):
                return self._given_page_size(argument.value)
        for name in PAGE_SIZE_ARGUMENTS:
            if definition and name in definition.args:
                return _bounded(definition.args[name].default_value)
        return 1

    def _given_page_size(self, value: ValueNode) -> int:
        if isinstance(value, IntValueNode):
            return _bounded(float(value.value))  # `int` gives up on a number of 5,000 digits
        if isinstance(value, ListValueNode):
            return _bounded(value.values)
        if not isinstance(value, VariableNode):
            return MAX_PAGE_SIZE
        self.cost_varies = True
        return _bounded((self.page_sizes or {}).get(value.name.value))


def _bounded(page_size: object) -> int:
    """Bring a page size, or the length of a list, within 1 to 100 (R14.1).

    The resolver refuses what lies outside.
    """
    if isinstance(page_size, list | tuple):
        page_size = len(page_size)
    if isinstance(page_size, int | float):
        return int(min(max(page_size, 1), MAX_PAGE_SIZE))
    return MAX_PAGE_SIZE
