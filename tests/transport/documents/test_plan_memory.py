"""Plans of documents: documents that clients make anew for each request do not fill memory."""

import gc
import weakref

import pytest

from resolvers.context import Context
from tests.clock import NOW
from tests.transport.conftest import STOREFRONT_SCHEMA
from transport.api.execution import graphql_schema, plans_for, run
from transport.documents import documents
from transport.documents.documents import Documents

pytestmark = pytest.mark.usefixtures("own_garbage")

# One field of the answer, whose plan holds many nodes of the document.
SAME_BUT_FOR_A_LITERAL = '{{ hello(name: "{}") {} }}'


async def test_plans_go_with_the_documents_that_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [
        SAME_BUT_FOR_A_LITERAL.format(number, f'hello(name: "{number}") ' * 20)
        for number in range(100, 140)
    ]
    monkeypatch.setattr(documents, "_KEPT_CHARACTERS", 5 * len(texts[0]))
    kept = Documents(graphql_schema(STOREFRONT_SCHEMA), plans=plans_for(STOREFRONT_SCHEMA))
    context = Context(request_id="r1", now=NOW, bearer=None, store=None)
    asked = []

    for text in texts:
        operation = kept.operation(text, None)
        result = await run(STOREFRONT_SCHEMA, operation, {}, context, hide_suggestions=False)
        assert result.errors is None
        asked.append(weakref.ref(operation.document))
    del operation
    gc.collect()

    assert [document() is None for document in asked] == [True] * 35 + [False] * 5
    assert kept.plans is not None
    assert kept.plans.fields == 5
