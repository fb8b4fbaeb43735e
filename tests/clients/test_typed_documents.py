"""Typed documents: GraphQL Code Generator on what we export, and TypeScript at its strictest."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from schema.admin.root import schema as admin
from schema.storefront.root import schema as storefront
from tests.clients.node_script import HERE, PACKAGES, ask_node, run_node

EXAMPLES = HERE.parents[1] / "web" / "graphiql" / "examples"
SCHEMAS = {"storefront": storefront, "admin": admin}
# How each custom scalar travels in JSON.
SCALARS = {
    "BigInt": "number",
    "Date": "string",
    "DateTime": "string",
    "Decimal": "string",
    "JSON": "unknown",
    "Quantity": "number",
    "_Any": "unknown",
}
TSC = PACKAGES / "typescript" / "bin" / "tsc"


def documents(api: str) -> dict[str, str]:
    """Return the documents of an API's storefronts or backends: GraphiQL's tabs, and our own."""
    own = (HERE / "documents").glob("*.graphql") if api == "storefront" else ()
    files = [*(EXAMPLES / api).glob("*.graphql"), *own]
    return {str(file): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("api", SCHEMAS)
def test_typed_documents_compile(
    tmp_path: Path, api: str, record_property: Callable[[str, object], None]
) -> None:
    (tmp_path / "node_modules").symlink_to(PACKAGES)
    for file in (f"{api}.ts", "tsconfig.json"):
        shutil.copy(HERE / "typed" / file, tmp_path)

    ask_node(
        "codegen.js",
        schema=SCHEMAS[api].as_str(),
        documents=documents(api),
        directory=str(tmp_path / "generated"),
        scalars=SCALARS,
    )

    run_node(TSC, "--project", str(tmp_path))
    record_property(f"typed documents of {api}", f"{len(documents(api))} compiled")
