"""API reference, docs/api-reference.md: what each API can be asked, made from the schemas.

`make snapshots` writes it: `python -m schema.api_reference`.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from graphql import GraphQLEnumType, GraphQLField, GraphQLSchema, build_schema

_PATHS: Final = {"storefront": "/graphql", "admin": "/graphql/admin"}
_CODES: Final = "UserErrorCode"
_SCOPE: Final = re.compile(r" Scopes?: [^.]+\.")
_HEAD: Final = """# API reference

What each API can be asked, a line for each field. The whole of it, with a description of each
type, argument and enum value, is the schema: GraphiQL shows it beside the query, and
`./guerdon export-schema storefront` or `admin` prints it. `make schema-changes` says which changes
would break clients.
"""
_FOOT: Final = "This page is made from the schemas, by `make snapshots`.\n"


def api_reference(sdls: Mapping[str, str]) -> str:
    """Return the page; `sdls` are the schemas by the name of their API."""
    parts = [
        part
        for api, sdl in sdls.items()
        for part in _api(api, build_schema(sdl, assume_valid_sdl=True))
    ]
    return "\n".join([_HEAD, *parts, _FOOT])


def _api(api: str, schema: GraphQLSchema) -> Iterator[str]:
    yield f"## {api.capitalize()}: `{_PATHS[api]}`\n"
    yield f"[The whole schema](../schema/{api}/snapshot.graphql)\n"
    for root in (schema.query_type, schema.mutation_type, schema.subscription_type):
        if root is not None:
            fields = {n: field for n, field in root.fields.items() if not n.startswith("_")}
            rows = ((_signature(n, field), field.description) for n, field in fields.items())
            yield _table(root.name, rows)
    codes = schema.get_type(_CODES)
    if isinstance(codes, GraphQLEnumType):
        yield _table(_CODES, ((name, code.description) for name, code in codes.values.items()))


def _table(title: str, rows: Iterable[tuple[str, str | None]]) -> str:
    lines = [f"| `{name}` | {_in_short(description or '')} |" for name, description in rows]
    return "\n".join([f"### {title}\n", "| | |", "|---|---|", *lines, ""])


def _signature(name: str, field: GraphQLField) -> str:
    arguments = ", ".join(f"{argument}: {each.type}" for argument, each in field.args.items())
    return f"{name}({arguments})" if arguments else name


def _in_short(description: str) -> str:
    """Return the first sentence of a description, and the scope that it names."""
    words = " ".join(description.split())
    scope = _SCOPE.search(words)
    sentence = re.split(r"(?<=\.) (?=[A-Z`])", _SCOPE.sub("", words), maxsplit=1)[0]
    return f"{sentence}{scope[0] if scope else ''}".replace("|", r"\|")


if __name__ == "__main__":
    from schema.admin.root import schema as admin
    from schema.storefront.root import schema as storefront

    sys.stdout.write(api_reference({"storefront": storefront.as_str(), "admin": admin.as_str()}))
