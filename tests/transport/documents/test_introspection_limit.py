"""R14.1, case 39: what GraphiQL and code generators ask is answered, anything costlier refused."""

import pytest
from graphql import get_introspection_query

from schema.admin.root import schema as admin
from schema.storefront.root import schema as storefront
from transport.api.execution import graphql_schema
from transport.documents.documents import DocumentRefused, Documents

DEEP = "types{fields{type{ofType{fields{type{ofType{fields{name}}}}}}}}"
ALL = get_introspection_query(
    descriptions=True,
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
)


@pytest.fixture(params=[storefront, admin], ids=["storefront", "admin"])
def documents(request: pytest.FixtureRequest) -> Documents:
    return Documents(graphql_schema(request.param))


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(get_introspection_query(), id="GraphiQL"),
        pytest.param(ALL, id="code generators"),
        pytest.param('{ __type(name: "Query") { fields { name args { name } } } }', id="one type"),
        pytest.param("{ __typename a: __typename }", id="a name"),
    ],
)
def test_what_tools_ask_is_answered(documents: Documents, query: str) -> None:
    documents.check(query)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            "{" + " ".join(f"{name}: __schema{{{DEEP}}}" for name in "abcd") + "}", id="aliases"
        ),
        pytest.param(
            "{ ...A ...B ...C } fragment A on Query { a: __schema { ...D } }"
            " fragment B on Query { b: __schema { ...D } }"
            " fragment C on Query { c: __schema { ...D } }"
            " fragment D on __Schema { " + DEEP + " }",
            id="fragments",
        ),
        pytest.param(
            "{ __schema { types { possibleTypes { fields { type { fields { type { fields"
            " { args { name } } } } } } } } } }",
            id="fields of fields of fields",
        ),
        pytest.param(ALL + " query B { __schema { " + DEEP + " } }", id="another operation"),
    ],
)
def test_anything_costlier_is_refused(documents: Documents, query: str) -> None:
    with pytest.raises(DocumentRefused, match="exceeds the limit"):
        documents.check(query)
