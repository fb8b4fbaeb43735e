"""Types of webhook payloads, for Python and TypeScript, made of the one JSON Schema of both.

`python -m schema.webhook_types python` prints what services/rules/events/payloads.py has,
`typescript` what docs/webhooks/events.ts has; `make snapshots` writes both.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

SCHEMA_FILE: Final = Path(__file__).parent.parent / "docs" / "webhooks" / "events.schema.json"

_Schema = Mapping[str, object]
_PYTHON = {"string": "str", "integer": "int", "null": "None"}
_TYPESCRIPT = {"string": "string", "integer": "number", "null": "null"}
_PYTHON_HEAD = '''"""Payloads of events, made of docs/webhooks by `make snapshots`."""

from typing import Literal, NotRequired, TypedDict
'''
_TYPESCRIPT_HEAD = """// Payloads of webhooks, made of events.schema.json by `make snapshots`.
"""


def read_schema() -> _Schema:
    """Return the JSON Schema of events."""
    return cast("_Schema", json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def python_types() -> str:
    """Return a module of Python with a type for each payload."""
    return _PYTHON_HEAD + _all_types(_python_type)


def typescript_types() -> str:
    """Return a module of TypeScript with a type for each payload."""
    return _TYPESCRIPT_HEAD + _all_types(_typescript_type)


def _all_types(type_of: Callable[[str, _Schema], str]) -> str:
    schema = read_schema()
    named = cast("Mapping[str, _Schema]", schema["$defs"])
    return "".join(type_of(name, named[name]) for name in _in_order(named)) + type_of(
        str(schema["title"]), schema
    )


def _in_order(named: Mapping[str, _Schema]) -> Sequence[str]:
    """Return the names so that each comes after those that it is made of."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        for other in named:
            if f'"#/$defs/{other}"' in json.dumps(named[name]):
                visit(other)
        done.append(name)

    for name in named:
        visit(name)
    return done


def _python_type(name: str, schema: _Schema) -> str:
    if schema.get("type") != "object":
        return f"\n{name} = {_expression(schema, _PYTHON, _python_word)}\n"
    fields = ""
    for field, kind in _properties(schema).items():
        expression = _expression(kind, _PYTHON, _python_word)
        is_required = field in cast("Sequence[str]", schema["required"])
        fields += f"    {field}: {expression if is_required else f'NotRequired[{expression}]'}\n"
    return f'\n\nclass {name}(TypedDict):\n    """{schema["description"]}"""\n\n{fields}\n'


def _typescript_type(name: str, schema: _Schema) -> str:
    head = f"\n/** {schema['description']} */\nexport type {name} = "
    if schema.get("type") != "object":
        return f"{head}{_expression(schema, _TYPESCRIPT, _typescript_word)};\n"
    fields = ""
    for field, kind in _properties(schema).items():
        optional = "" if field in cast("Sequence[str]", schema["required"]) else "?"
        if "description" in kind:
            fields += f"  /** {kind['description']} */\n"
        fields += f"  {field}{optional}: {_expression(kind, _TYPESCRIPT, _typescript_word)};\n"
    return f"{head}{{\n{fields}}};\n"


def _properties(schema: _Schema) -> Mapping[str, _Schema]:
    return cast("Mapping[str, _Schema]", schema["properties"])


def _expression(
    schema: _Schema, words: Mapping[str, str], word: Callable[[Sequence[str], str], str]
) -> str:
    """Return the type that a part of the schema stands for; `word` writes literals and lists."""
    match schema:
        case {"$ref": str(reference)}:
            return reference.rpartition("/")[2]
        case {"oneOf": list(parts)}:
            return " | ".join(_expression(part, words, word) for part in parts)
        case {"enum": list(values)}:
            return word(values, "")
        case {"type": "array", "items": dict(items)}:
            return word([], _expression(items, words, word))
        case {"type": list(kinds)}:
            return " | ".join(words[kind] for kind in kinds)
    return words[str(schema["type"])]


def _python_word(values: Sequence[str], of_list: str) -> str:
    if of_list:
        return f"list[{of_list}]"
    return f"Literal[{', '.join(json.dumps(value) for value in values)}]"


def _typescript_word(values: Sequence[str], of_list: str) -> str:
    return f"{of_list}[]" if of_list else " | ".join(json.dumps(value) for value in values)


if __name__ == "__main__":
    sys.stdout.write({"python": python_types, "typescript": typescript_types}[sys.argv[1]]())
