"""Start of a request: graphql-core's executor, made of what the document decides and what is sent.

`Executor.build` reads the whole document and looks up the types of its variables each time.
"""

from collections.abc import Mapping
from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
    get_nullable_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.get_variable_signature import (
    GraphQLVariableSignature,
    get_variable_signature,
)
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

from compiled_execution.place import Running

_MOST_ERRORS: Final = 50  # as graphql-core's own start has it
_AS_SENT: Final[Mapping[object, type]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
}
_AsSent = tuple[tuple[GraphQLVariableSignature, type], ...]
_Model = tuple[
    OperationDefinitionNode, dict[str, FragmentDefinitionNode], dict[str, FragmentDetails]
]


class Starting:
    """Makes the executors of one operation; text and flags in variables are taken as they are."""

    __slots__ = ("_as_sent", "_document", "_executor_class", "_model", "_name", "_schema")

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        name: str | None,
        executor_class: type[Executor[Any]],
    ) -> None:
        self._schema = schema
        self._document = document
        self._name = name
        self._executor_class = executor_class
        self._model: _Model | None = None
        self._as_sent: _AsSent | None = None

    def executor(
        self, sent: Mapping[str, object], options: Mapping[str, Any]
    ) -> Running | list[GraphQLError]:
        """Return the executor for these variables, or what is wrong with them."""
        if self._model is None:
            return self._first(sent, options)
        operation, fragment_definitions, fragments = self._model
        values = self._values(operation, sent, hide_suggestions=options["hide_suggestions"])
        if isinstance(values, list):
            return values
        return self._executor_class(
            schema=self._schema,
            fragment_definitions=fragment_definitions,
            fragments=fragments,
            operation=operation,
            variable_values=values,
            field_resolver=default_field_resolver,
            type_resolver=default_type_resolver,
            subscribe_field_resolver=default_field_resolver,
            **options,
        )

    def _first(
        self, sent: Mapping[str, object], options: Mapping[str, Any]
    ) -> Running | list[GraphQLError]:
        """Have graphql-core make one, and keep what will be the same in all others."""
        made = self._executor_class.build(
            self._schema,
            self._document,
            raw_variable_values=dict(sent),
            operation_name=self._name,
            **options,
        )
        if isinstance(made, Executor):
            self._model = (made.operation, made.fragment_definitions, made.fragments)
            self._as_sent = _all_as_sent(self._schema, made.operation)
        return made

    def _values(
        self,
        operation: OperationDefinitionNode,
        sent: Mapping[str, object],
        *,
        hide_suggestions: bool,
    ) -> VariableValues | list[GraphQLError]:
        """Return the variables' values, or what is wrong with them: `get_variable_values`."""
        if self._as_sent is not None:
            values = _taken(self._as_sent, sent)
            if values is not None:
                return values
        return get_variable_values(
            self._schema,
            operation.variable_definitions or (),
            dict(sent),
            max_errors=_MOST_ERRORS,
            hide_suggestions=hide_suggestions,
        )


def _taken(known: _AsSent, sent: Mapping[str, object]) -> VariableValues | None:
    """Return variables as they are sent, None if one of them is not of its usual class."""
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, object] = {}
    for signature, kind in known:
        name = signature.name
        value = sent.get(name)
        if type(value) is not kind:
            return None
        sources[name] = VariableValueSource(signature, value)
        coerced[name] = value
    return VariableValues(sources, coerced)


def _all_as_sent(schema: GraphQLSchema, operation: OperationDefinitionNode) -> _AsSent | None:
    """Return each variable with the class that its values are taken of, None if one has none."""
    found = []
    for definition in operation.variable_definitions or ():
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError):
            return None
        kind = _AS_SENT.get(get_nullable_type(signature.type))
        if kind is None:
            return None
        found.append((signature, kind))
    return tuple(found)
