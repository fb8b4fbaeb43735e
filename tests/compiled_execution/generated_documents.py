"""Generated documents: random operations on a schema, the same ones for the same seed.

They have aliases, fields asked for twice, fragments, inline fragments, conditions, variables that
are given, left out or wrong, and arguments which the shop knows or doesn't.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, cast

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
    parse,
    validate,
)

Words = Mapping[str, Sequence[object]]  # values by the name of an argument or of a scalar

_DEEPEST: Final = 5
_MOST_FIELDS: Final = 60
_MOST_AT_ONCE: Final = 5
_WRONG: Final[list[object]] = [None, "x", -1, True, [], {}]


@dataclass(frozen=True)
class Generated:
    """A valid document and what is sent along."""

    text: str
    variables: Mapping[str, object]
    operation_name: str | None


def documents(
    schema: GraphQLSchema, kind: GraphQLObjectType | None, words: Words, *, seed: int
) -> Iterator[Generated]:
    """Yield valid documents without end; `kind` is the root type of queries or mutations."""
    assert kind is not None, "the schema has such operations"
    random = Random(seed)  # noqa: S311 - no secret
    operation = "mutation" if kind is schema.mutation_type else "query"
    while True:
        found = _Document(schema, random, words).write(kind, operation)
        if validate(schema, parse(found.text)) == []:  # two objects may differ under one key
            yield found


@dataclass
class _Document:
    schema: GraphQLSchema
    random: Random
    words: Words
    fields: int = 0
    declared: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    fragments: list[tuple[str, str]] = field(default_factory=list)  # type's name, definition

    def write(self, kind: GraphQLObjectType, operation: str) -> Generated:
        selection = self._selection(kind, 0)
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        several = self._by_chance(8)
        name = "Main" if several or self._by_chance(2) else ""
        parts = [f"{operation} {name}{declared} {selection}"]
        parts += [text for _, text in self.fragments]
        parts += ["query Other { __typename }"] if several else []
        return Generated("\n".join(parts), self.values, "Main" if several else None)

    def _by_chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def _selection(self, kind: GraphQLNamedType, depth: int) -> str:
        count = self.random.randint(1, _MOST_AT_ONCE)
        return f"{{ {' '.join(self._part(kind, depth) for _ in range(count))} }}"

    def _part(self, kind: GraphQLNamedType, depth: int) -> str:
        self.fields += 1
        if isinstance(kind, GraphQLUnionType):
            return self._inline(kind, depth) if depth < _DEEPEST else "__typename"
        if depth < _DEEPEST and self._by_chance(8):
            return self._inline(kind, depth) if self._by_chance(2) else self._spread(kind, depth)
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType), kind
        ends = depth >= _DEEPEST or self.fields > _MOST_FIELDS
        names = [
            name
            for name, definition in kind.fields.items()
            if not ends or (is_leaf_type(get_named_type(definition.type)) and not definition.args)
        ]
        if not names or self._by_chance(12):
            return "__typename"
        name = self.random.choice(names)
        return self._field(name, kind.fields[name], depth)

    def _field(self, name: str, definition: GraphQLField, depth: int) -> str:
        arguments = self._arguments(definition.args)
        # Fields without arguments may be asked for twice, which merges what is selected of them.
        alias = f"a{self.fields}: " if arguments or self._by_chance(6) else ""
        kind = get_named_type(definition.type)
        below = "" if is_leaf_type(kind) else self._selection(kind, depth + 1)
        return f"{alias}{name}{arguments}{self._condition()} {below}"

    def _inline(self, kind: GraphQLNamedType, depth: int) -> str:
        among = [kind]
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            among += self.schema.get_possible_types(kind)
        found = self.random.choice(among)
        named = "" if found is kind and self._by_chance(2) else f"on {found.name}"
        return f"... {named} {self._condition()} {self._selection(found, depth + 1)}"

    def _spread(self, kind: GraphQLNamedType, depth: int) -> str:
        known = [index for index, (name, _) in enumerate(self.fragments) if name == kind.name]
        if not known or self._by_chance(2):
            selection = self._selection(kind, depth + 1)  # before it is known: never of itself
            known = [len(self.fragments)]
            text = f"fragment F{known[0]} on {kind.name} {selection}"
            self.fragments.append((kind.name, text))
        return f"...F{self.random.choice(known)}{self._condition()}"

    def _condition(self) -> str:
        if not self._by_chance(6):
            return ""
        name = self.random.choice(["skip", "include"])
        return f" @{name}(if: {self.random.choice(['true', 'false', self._flag(), self._flag()])})"

    def _flag(self) -> str:
        name = self.random.choice(["no", "yes"])
        declared = f"${name}: Boolean!"
        if declared not in self.declared:
            self.declared.append(declared)
            self.values[name] = self.random.choice([True, False])
        return f"${name}"

    def _arguments(self, arguments: Mapping[str, GraphQLArgument]) -> str:
        given = [
            f"{name}: {self._given(name, argument.type)}"
            for name, argument in arguments.items()
            if is_required_argument(argument) or self._by_chance(3)
        ]
        return f"({', '.join(given)})" if given else ""

    def _given(self, name: str, kind: GraphQLInputType) -> str:
        value = self._value(name, kind)
        if not self._by_chance(3):
            return _literal(kind, value)
        variable = f"v{len(self.declared)}"
        default = f" = {_literal(kind, value)}" if self._by_chance(4) else ""
        self.declared.append(f"${variable}: {kind}{default}")
        if not default:
            self.values[variable] = self.random.choice(_WRONG) if self._by_chance(30) else value
        return f"${variable}"

    def _value(self, name: str, kind: GraphQLInputType) -> object:
        if not is_non_null_type(kind) and self._by_chance(8):
            return None
        nullable = get_nullable_type(kind)
        if is_list_type(nullable):
            return [self._value(name, nullable.of_type) for _ in range(self.random.randrange(3))]
        if isinstance(nullable, GraphQLEnumType):
            return self.random.choice(list(nullable.values))
        if isinstance(nullable, GraphQLInputObjectType):
            return self._input(nullable)
        among = self.words.get(name) or self.words[cast("GraphQLNamedType", nullable).name]
        return self.random.choice(among)

    def _input(self, kind: GraphQLInputObjectType) -> dict[str, object]:
        return {
            name: self._value(name, each.type)
            for name, each in kind.fields.items()
            if is_required_input_field(each) or self._by_chance(2)
        }


def _literal(kind: GraphQLInputType, value: object) -> str:
    nullable = get_nullable_type(kind)
    if isinstance(value, list):
        item = nullable.of_type if is_list_type(nullable) else kind
        return f"[{', '.join(_literal(item, each) for each in value)}]"
    if isinstance(value, dict):
        fields = nullable.fields if isinstance(nullable, GraphQLInputObjectType) else {}
        given = [
            f"{name}: {_literal(fields[name].type if name in fields else kind, each)}"
            for name, each in value.items()
        ]
        return f"{{{', '.join(given)}}}"
    if isinstance(nullable, GraphQLEnumType) and value is not None:
        return str(value)
    return json.dumps(value)
