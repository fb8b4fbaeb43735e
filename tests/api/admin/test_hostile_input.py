"""Whatever text, number or instant comes in: an answer or a refusal, never a failure (R13.3)."""

from collections.abc import Iterator, Mapping

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from tests.api.admin.asking import AdminApi, operation, root_type
from tests.api.admin.commands import adjustment

TEXTS = {
    "null-character": "a\0b",
    "line-break": "a\nb",
    "beyond-the-basic-plane": "\U0001f600",
    "right-to-left": "\u202eb",
    "quotes": "';--\"%_\\",
    "long": "x" * 5_000,
    "uuid": "01a20bbc-3eaa-7001-ba46-13f01ae7ec6d",
    "base64": "WyJhIl0=",
    "base64-of-a-null-character": "WyJcdTAwMDAiXQ==",
    "base64-of-two": "WyIyMDI0LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgIlx1MDAwMCJd",
}
EXTREMES = {
    "largest": {"Int": 2**31 - 1, "Decimal": "9" * 40, "DateTime": "9999-12-31T23:59:59.999999Z"},
    "smallest": {"Int": -(2**31), "Decimal": "-" + "9" * 39, "DateTime": "0001-01-01T00:00:00Z"},
    "tiny": {"Int": 1, "Decimal": "0." + "0" * 37 + "1", "DateTime": "1969-12-31T23:59:59Z"},
}
FIELDS = [
    (kind, name)
    for kind in ("query", "mutation")
    for name in root_type(kind).fields
    if not name.startswith("_") and name not in {"jobRun", "sandboxClockAdvance"}
]


def values(kind: object, text: str, numbers: dict[str, object]) -> object:
    """Return a value of an input type with all its fields, made of this text and these numbers."""
    match kind:
        case GraphQLNonNull():
            return values(kind.of_type, text, numbers)
        case GraphQLList():
            return [values(kind.of_type, text, numbers)]
        case GraphQLEnumType():
            return next(iter(kind.values))
        case GraphQLInputObjectType():
            return {name: values(of.type, text, numbers) for name, of in kind.fields.items()}
    return {"Boolean": True, **numbers}.get(str(kind), text)


def variants(text: str) -> Iterator[dict[str, object]]:
    """Yield what numbers to put beside a text: usual ones, so that the text is looked at."""
    yield {"Int": 1, "Decimal": "1", "DateTime": "2024-01-01T00:00:00Z"}
    if text == "us":
        yield from EXTREMES.values()


def chosen_arguments(
    arguments: Mapping[str, GraphQLArgument],
) -> Iterator[Mapping[str, GraphQLArgument]]:
    """Yield all arguments, and each optional one alone: another may be refused before it."""
    yield arguments
    needed = {name: of for name, of in arguments.items() if is_required_argument(of)}
    optional = arguments.keys() - needed.keys()
    if len(optional) > 1:
        for name in sorted(optional):
            yield {**needed, name: arguments[name]}


def each_alone(valid: object, text: str) -> Iterator[object]:
    """Yield a value made of "us" with one text replaced, each in turn.

    Of several hostile ones at once only the first is looked at: it is refused.
    """
    match valid:
        case "us":
            yield text
        case list():
            for one in each_alone(valid[0], text):
                yield [one]
        case dict():
            for name, part in valid.items():
                for one in each_alone(part, text):
                    yield {**valid, name: one}


@pytest.mark.parametrize(("kind", "name"), FIELDS)
async def test_one_hostile_text_among_valid_ones_does_not_make_the_service_fail(
    shop: AdminApi, kind: str, name: str
) -> None:
    field = root_type(kind).fields[name]
    selection = "" if is_leaf_type(get_named_type(field.type)) else "__typename"
    await shop.done("pointsAdjust", "replayed", **adjustment())  # the programme is known now
    numbers = {**next(variants("us")), "DateTime": "2999-01-01T00:00:00Z"}  # nothing is over yet
    valid = {arg: values(of.type, "us", numbers) for arg, of in field.args.items()}
    for arguments in each_alone(valid, TEXTS["null-character"]):
        assert isinstance(arguments, dict)

        answer = await shop.send(operation(kind, name, selection, arguments), arguments)

        codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
        assert "INTERNAL_SERVER_ERROR" not in codes, (arguments, answer)


@pytest.mark.parametrize(("kind", "name"), FIELDS)
async def test_nothing_that_is_sent_makes_the_service_fail(
    shop: AdminApi, kind: str, name: str
) -> None:
    field = root_type(kind).fields[name]
    selection = "" if is_leaf_type(get_named_type(field.type)) else "__typename"
    for text in ["us", "ada", *TEXTS.values()]:
        for numbers in variants(text):
            for some in chosen_arguments(field.args):
                arguments = {arg: values(of.type, text, numbers) for arg, of in some.items()}

                answer = await shop.send(operation(kind, name, selection, arguments), arguments)

                codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
                assert "INTERNAL_SERVER_ERROR" not in codes, (arguments, answer)


async def test_half_a_character_is_a_malformed_request(api: AdminApi) -> None:
    """A lone surrogate is no Unicode text: neither database would take it."""
    answer = await api.client.post(
        "/graphql/admin",
        content=b'{"query": "query ($id: ID!) { customer(id: $id) { id } }",'
        b' "variables": {"id": "\\ud800"}}',
        headers={"authorization": f"Bearer {api.token}", "content-type": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["errors"]
