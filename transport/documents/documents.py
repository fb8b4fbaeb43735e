"""Documents, ready to be run: parsed, measured, validated and cached."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from compiled_execution import Plan, Plans
from transport.documents.introspection import SCHEMA_FIELDS, NoServiceSdlRule, root_names
from transport.documents.query_guard import measure_query
from transport.documents.query_limits import QueryLimits, QueryMeasure, QueryTooComplex
from transport.wire.document_id import hash_of

TOO_COMPLEX: Final = "QUERY_TOO_COMPLEX"
UNTRUSTED: Final = "PERSISTED_DOCUMENT_NOT_FOUND"

_RULES: tuple[type[ASTValidationRule], ...] = (
    *specified_rules,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)
_RULES_WITHOUT_INTROSPECTION = (*_RULES, NoSchemaIntrospectionCustomRule, NoServiceSdlRule)
_MAX_ERRORS = 20
_ENDLESS_NUMBER = re.compile(r"[0-9]{400}")  # beyond what any scalar takes, and Python reads
_KEPT_CHARACTERS = 500_000  # of text; a parsed document takes some sixty bytes a character


class DocumentRefused(Exception):
    """A document that will not be run, and why: `errors` are for the client."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a good document.

    `text` is the whole document's. `cost_varies` says that some values of its variables would make
    it too costly; `page_sizes` are the variables' default values, lists of references too.
    `reads_schema` says that it asks for the schema, `is_constant` that it asks for nothing else and
    has no variables. `plan` is how it is executed; None leaves that to graphql-core.
    """

    text: str
    document: DocumentNode
    name: str | None
    kind: OperationType
    root_fields: int
    cost_varies: bool
    page_sizes: Mapping[str, object]
    reads_schema: bool
    is_constant: bool
    plan: Plan | None = None


@dataclass(slots=True)
class Documents:
    """The documents of one schema. Good ones are kept, the latest used longest.

    `trusted` are the only ones that are run, by their hash; None is any.
    """

    schema: GraphQLSchema
    introspection: bool = True
    limits: QueryLimits = field(default_factory=QueryLimits)
    trusted: Mapping[str, str] | None = None
    plans: Plans | None = None
    _kept: OrderedDict[str, dict[str, Operation]] = field(init=False, default_factory=OrderedDict)
    _kept_characters: int = field(init=False, default=0)

    def operation(self, text: str, name: str | None) -> Operation:
        """Return the operation to run: the one of that name, or the only one (R13.4).

        A name beside a single anonymous operation is ignored, as Adobe's clients send it. Raises
        DocumentRefused.
        """
        operations = self._kept.get(text)
        if operations is None:
            self._require_trust(text)
            operations = self._prepare(text)
            self._keep(text, operations)
        else:
            self._kept.move_to_end(text)
        if name is not None and name in operations:
            return operations[name]
        if len(operations) == 1 and (name is None or "" in operations):
            return next(iter(operations.values()))
        raise DocumentRefused([_no_such_operation(name)])

    def check_cost(self, operation: Operation, variables: Mapping[str, object]) -> None:
        """Refuse page sizes in `variables` that make the operation too costly (R14.1).

        Raises DocumentRefused.
        """
        if not operation.cost_varies:
            return
        page_sizes = {**operation.page_sizes, **variables}
        try:
            measure_query(self.schema, operation.document, page_sizes).check_cost(self.limits)
        except QueryTooComplex as error:
            raise DocumentRefused([_too_complex(error)]) from error

    def check(self, text: str) -> None:
        """Refuse a document that is malformed, beyond a limit or not valid.

        Raises DocumentRefused.
        """
        self._prepare(text)

    def _require_trust(self, text: str) -> None:
        if self.trusted is not None and hash_of(text) not in self.trusted:
            sentence = "Only documents in the shop's manifest are run here; this one is not in it."
            raise DocumentRefused([GraphQLError(sentence, extensions={"code": UNTRUSTED})])

    def _prepare(self, text: str) -> dict[str, Operation]:
        document = self._parse(text)
        try:
            measure = measure_query(self.schema, document)
            measure.check(self.limits)
        except QueryTooComplex as error:
            raise DocumentRefused([_too_complex(error)]) from error
        self._validate(document)
        return self._operations(text, document, measure)

    def _parse(self, text: str) -> DocumentNode:
        if len(text) > self.limits.characters:
            most = f"{self.limits.characters:,}"
            raise DocumentRefused([_too_complex(f"The query has more than {most} characters.")])
        if _ENDLESS_NUMBER.search(text):
            raise DocumentRefused([_too_complex("The query has a number of too many digits.")])
        try:
            # Without the draft's empty selection sets: `{ customer { } }` is a slip of the pen.
            return parse(
                text, max_lexical_tokens=self.limits.tokens, allow_empty_selection_sets=False
            )
        except GraphQLError as error:
            # The parser has no error of its own for a document that goes on for too long.
            if error.message.endswith("Parsing aborted."):
                raise DocumentRefused([_too_complex(error.message)]) from error
            raise DocumentRefused([error]) from error

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self.schema,
            document,
            _RULES if self.introspection else _RULES_WITHOUT_INTROSPECTION,
            max_errors=_MAX_ERRORS,
            hide_suggestions=not self.introspection,
        )
        if errors:
            raise DocumentRefused(errors)

    def _operations(
        self, text: str, document: DocumentNode, measure: QueryMeasure
    ) -> dict[str, Operation]:
        definitions = document.definitions
        fragments = {
            node.name.value: node
            for node in definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        operations: dict[str, Operation] = {}
        for node in definitions:
            if isinstance(node, OperationDefinitionNode):
                name = node.name.value if node.name else ""
                roots = root_names(node, fragments)
                operations[name] = self._operation(text, document, node, measure, roots)
        return operations

    def _operation(
        self,
        text: str,
        document: DocumentNode,
        node: OperationDefinitionNode,
        measure: QueryMeasure,
        roots: frozenset[str],
    ) -> Operation:
        name = node.name.value if node.name else ""
        return Operation(
            text=text,
            document=document,
            name=name or None,
            kind=node.operation,
            root_fields=measure.root_fields[name],
            # With the largest pages cheap enough, no page size that a client sends needs a look.
            cost_varies=measure.cost_varies and measure.cost > self.limits.cost,
            page_sizes=_default_values(node),
            reads_schema=not roots.isdisjoint(SCHEMA_FIELDS),
            is_constant=roots <= SCHEMA_FIELDS and not node.variable_definitions,
            plan=self.plans.plan(document, name or None) if self.plans else None,
        )

    def _keep(self, text: str, operations: dict[str, Operation]) -> None:
        self._kept[text] = operations
        self._kept_characters += len(text)
        while self._kept_characters > _KEPT_CHARACTERS:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        text, operations = self._kept.popitem(last=False)
        self._kept_characters -= len(text)
        for operation in operations.values():
            if operation.plan is not None:
                operation.plan.drop()


def _default_values(node: OperationDefinitionNode) -> dict[str, object]:
    return {
        definition.variable.name.value: _default_value(definition.default_value)
        for definition in node.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode | ListValueNode)
    }


def _default_value(node: IntValueNode | ListValueNode) -> object:
    return node.values if isinstance(node, ListValueNode) else float(node.value)


def _too_complex(reason: object) -> GraphQLError:
    return GraphQLError(str(reason), extensions={"code": TOO_COMPLEX})


def _no_such_operation(name: str | None) -> GraphQLError:
    if name is None:
        return GraphQLError("`operationName` must say which of the operations to run.")
    return GraphQLError(f"The document has no operation named {name[:100]!r}.")
