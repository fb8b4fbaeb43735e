"""Executor of this run of the tests: plans, or graphql-core where GUERDON_COMPILED_EXECUTION is 0.

It is the server's own variable, so that processes which tests start are served the same way.
`make test` runs the tests of both APIs with each.
"""

import os
from typing import Final

import strawberry

from transport.api.execution import graphql_schema, plans_for
from transport.documents.documents import Documents

IS_COMPILED: Final = os.environ.get("GUERDON_COMPILED_EXECUTION") != "0"


def documents_of(schema: strawberry.Schema) -> Documents:
    """Return what makes operations of texts, to be run as they are in a server."""
    return Documents(graphql_schema(schema), plans=plans_for(schema) if IS_COMPILED else None)
