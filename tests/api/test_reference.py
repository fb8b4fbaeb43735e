"""The page of the API's reference says what the schemas say."""

from pathlib import Path

from schema.api_reference import api_reference

ROOT = Path(__file__).parents[2]


def test_the_reference_is_what_the_schemas_say() -> None:
    sdls = {
        api: (ROOT / "schema" / api / "snapshot.graphql").read_text(encoding="utf-8")
        for api in ("storefront", "admin")
    }

    page = (ROOT / "docs" / "api-reference.md").read_text(encoding="utf-8")

    # Otherwise `make snapshots` writes it anew.
    assert page == api_reference(sdls)
