"""Refer to entities as a gateway does."""

from tests.api.storefront.asking import ADA, By, ask

ENTITIES = "query ($representations: [_Any!]!) { _entities(representations: $representations) %s }"
IDS = ENTITIES % "{ __typename ... on Customer { id } ... on Cart { id } }"


def refer(type_name: str, *ids: str) -> list[dict[str, str]]:
    """Return references to entities of a type, as a gateway writes them."""
    return [{"__typename": type_name, "id": entity_id} for entity_id in ids]


async def entities(query: str, references: object, by: By = ADA) -> list[dict[str, object]]:
    """Return what is referred to, which must be no error."""
    answer = await ask(query, by, representations=references)
    return answer["_entities"]  # type: ignore[no-any-return]
