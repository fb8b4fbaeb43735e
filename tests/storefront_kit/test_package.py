"""The packed kit: what is in it, how big it is, and what a program does with it (R13.1)."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.storefront_kit.package import Project
from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import KIT
from transport.documents.trusted_documents import read_manifest

MOST_BYTES = 5_000
SNAPSHOT = KIT.parents[1] / "schema" / "storefront" / "snapshot.graphql"


def test_the_client_is_under_5_kb_compressed(
    record_property: Callable[[str, object], None],
) -> None:
    size = len(gzip.compress((KIT / "dist" / "client.js").read_bytes(), compresslevel=9))

    assert size < MOST_BYTES
    record_property("the kit's client, compressed", f"{size:,} bytes")


def test_the_client_is_whole_by_itself_and_needs_no_package() -> None:
    imports = re.findall(r'from\s*"([^"]+)"', (KIT / "dist" / "client.js").read_text())
    manifest = json.loads((KIT / "package.json").read_text())

    assert imports == []
    assert {"dependencies", "peerDependencies"}.isdisjoint(manifest)


def test_the_package_has_what_it_exports_and_no_sources(project: Project) -> None:
    exports = json.loads((KIT / "package.json").read_text())["exports"].values()
    promised = {
        path.removeprefix("./")
        for entry in exports
        for path in ([entry] if isinstance(entry, str) else entry.values())
    }

    assert promised | {"dist/LICENSE"} <= set(project.files)
    assert {path.split("/")[0] for path in project.files} == {
        "README.md",
        "blocks",
        "dist",
        "package.json",
    }
    assert not [path for path in project.files if path.startswith("dist/.")]


def test_a_program_of_strict_typescript_does_all_that_a_storefront_does(
    project: Project, shop: Shop
) -> None:
    cart = shop.put_cart("journey", "dmitri")
    cups = shop.put_cart("journey-cups", "dmitri", price="12.00", sku="CUP")
    shop.give("dmitri", 1_200)
    token = customer_token("dmitri")
    balance = "{ customer { reward_points { balance { points } } } }"
    points = shop.storefront(token, balance)["customer"]["reward_points"]["balance"]["points"]

    seen = project.run("journey", url=f"{shop.url}/graphql", tokens=[token], cart=cart, cups=cups)

    assert seen["balance"] == seen["live"] == points
    assert seen["history"][0] == 2
    assert seen["steps"] == 100
    assert seen["most"] == min(points // 100 * 100, 4_900)
    assert seen["some"] == seen["held"] == 200
    assert seen["isSafe"]
    assert seen["after"] == [None, {"value": 49, "currency": "USD"}]
    assert seen["offers"] == [
        {"sku": "TEAPOT", "points_to_earn": 80, "points_needed": None},
        {"sku": "CUP", "points_to_earn": 40, "points_needed": 2_400},
    ]
    assert seen["dueForCups"] == 0
    assert seen["subscriptions"] == [
        {"balance": True, "expiry": False},
        {"balance": True, "expiry": True},
        {"balance": True, "expiry": True},
    ]


def test_the_sentences_of_each_language_are_those_of_english() -> None:
    english = _sentences("elements/words")

    for language in ("de", "es", "sv"):
        sentences = _sentences(f"words/{language}")
        assert {word: _gaps(said) for word, said in sentences.items()} == {
            word: _gaps(said) for word, said in english.items()
        }, language


def _sentences(module: str) -> dict[str, str]:
    """Return the words of a module of the kit by name."""
    text = (KIT / "src" / f"{module}.ts").read_text()
    return dict(re.findall(r'^  "?([\w-]+)"?:\s+"(.+)",$', text, flags=re.MULTILINE))


def _gaps(sentence: str) -> set[str]:
    """Return what is filled into a sentence."""
    return set(re.findall(r"{\w+}", sentence))


def test_problems_have_a_kind_and_a_new_token_is_tried_once(project: Project, shop: Shop) -> None:
    cart = shop.put_cart("problems", "ada")
    tokens = [customer_token("ada"), customer_token("ada", seconds=-60)]

    seen = project.run("problems", url=f"{shop.url}/graphql", tokens=tokens, cart=cart)

    assert seen == {
        "guest": ["guest", "UNAUTHENTICATED"],
        "expired": ["expired", "UNAUTHENTICATED"],
        "away": ["network", ""],
        "tooMany": ["refused", "INSUFFICIENT_POINTS"],
        "notMine": ["refused", "NOT_FOUND"],
        "renewed": 602,
        "asked": [False, True],
        "noToken": ["network", ""],
        "guestIsTold": "guest",
        "expiredIsTold": "expired",
        "renewedLive": 602,
    }


def test_the_manifest_has_just_the_documents_that_the_client_sends(project: Project) -> None:
    manifest = KIT / "dist" / "persisted-documents.json"

    sent = project.run("documents")

    assert sorted(sent) == sorted(json.loads(manifest.read_text()).values())
    assert read_manifest(manifest)


def test_the_elements_load_where_there_is_no_page(project: Project, shop: Shop) -> None:
    assert project.run("elements", url=shop.url, cart="") == ["function"] * 3


def test_each_limit_that_the_api_names_has_a_sentence() -> None:
    described = re.search(r"What limits the maximum: ([\w, ]+)\.", SNAPSHOT.read_text())
    assert described is not None
    words = (KIT / "src" / "elements" / "words.ts").read_text()

    for limit in described[1].split(", "):
        name = re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", limit)
        assert f'"limit-{name}":' in words


def test_what_is_built_is_not_committed() -> None:
    ignored = (KIT.parents[1] / ".gitignore").read_text()

    for folder in ("dist", "src/generated"):
        assert (KIT / folder).exists()
        assert f"/clients/**/{folder}/" in ignored


def test_the_generated_types_are_those_of_the_schema() -> None:
    generated = (KIT / "src" / "generated" / "storefront.ts").read_text()

    assert "readonly points_to_earn_if_registered: number | null;" in generated
    assert Path(KIT / "dist" / "generated" / "storefront.d.ts").exists()
