"""No client of the contract breaks, and a change that would break one is said (R12.4)."""

import shutil
import subprocess
from pathlib import Path

import pytest
from graphql import (
    REMOVE,
    Node,
    TypeDefinitionNode,
    Visitor,
    VisitorAction,
    parse,
    print_ast,
    visit,
)

from schema.admin.root import schema as admin
from schema.storefront.root import schema as storefront
from tests.api.admin.test_contract import LATER as ADMINS_LATER
from tests.api.storefront.test_contract import LATER as STOREFRONTS_LATER
from tests.clients.breaking_changes import APIS, find_changes, report

CONTRACT = Path(__file__).parents[1] / "api" / "contract"
OURS = {
    "storefront": (storefront.as_str(), STOREFRONTS_LATER),
    "admin": (admin.as_str(), ADMINS_LATER),
}
GIT = shutil.which("git") or ""
OLD = """
type Query { points(of: ID): Int money: Float currency(id: ID, year: Int, value: Float): Currency }
enum Currency { USD }
"""


def without(sdl: str, later: set[str]) -> str:
    """Return SDL without the types, fields and enum values that later issues bring."""

    class Later(Visitor):
        def enter(self, node: Node, *where: list[Node]) -> VisitorAction:
            of_type = next(
                (n.name.value for n in where[-1] if isinstance(n, TypeDefinitionNode)), None
            )
            name = getattr(node, "name", None)
            full = name and (f"{of_type}.{name.value}" if of_type else name.value)
            return REMOVE if full in later else None

    return print_ast(visit(parse(sdl), Later()))


@pytest.mark.parametrize("api", APIS)
def test_nothing_breaks_a_client_of_the_contract(api: str) -> None:
    """R12.4: what we have more than the contract are currencies."""
    ours, later = OURS[api]
    contract = without((CONTRACT / f"{api}.graphql").read_text(encoding="utf-8"), later)

    changes = find_changes(contract, ours)
    surprising = [change for change in changes if "CurrencyEnum" not in change.sentence]

    assert [str(change) for change in changes if change.breaking] == []
    assert [str(change) for change in surprising] == []


@pytest.mark.parametrize(
    ("new", "breaking", "kind"),
    [
        (OLD.replace(" money: Float", ""), True, "FIELD_REMOVED"),
        (OLD.replace("of: ID", "of: ID!"), True, "ARG_CHANGED_KIND"),
        (OLD.replace("points(of: ID): Int", "points(of: ID): Float"), True, "FIELD_CHANGED_KIND"),
        (OLD.replace("of: ID", "of: ID, at: Int!"), True, "REQUIRED_ARG_ADDED"),
        (OLD.replace("USD", "EUR"), True, "VALUE_REMOVED_FROM_ENUM"),
        (OLD.replace("USD", "USD EUR"), False, "VALUE_ADDED_TO_ENUM"),
        (OLD.replace("of: ID", "of: ID, at: Int"), False, "OPTIONAL_ARG_ADDED"),
    ],
)
def test_a_change_that_clients_must_know_is_found(new: str, *, breaking: bool, kind: str) -> None:
    changes = find_changes(OLD, new)

    assert (changes[0].breaking, changes[0].kind) == (breaking, kind)


@pytest.mark.parametrize(
    "new",
    [OLD, OLD.replace("money: Float", "money: Float! more: Int"), f"{OLD} type More {{ a: Int }}"],
)
def test_a_change_that_no_client_feels_is_not_named(new: str) -> None:
    assert find_changes(OLD, new) == []


@pytest.mark.skipif(not GIT, reason="there is no git")
def test_the_snapshots_are_compared_with_those_of_a_revision(tmp_path: Path) -> None:
    for api in APIS:
        (tmp_path / "schema" / api).mkdir(parents=True)
        (tmp_path / "schema" / api / "snapshot.graphql").write_text(OLD)
    for words in ("init -q", "add .", "-c user.name=a -c user.email=a@b.example commit -qm a"):
        subprocess.run([GIT, *words.split()], cwd=tmp_path, check=True)

    changed = OLD.replace("money: Float", "")
    (tmp_path / "schema" / "admin" / "snapshot.graphql").write_text(changed)

    assert report("HEAD", root=tmp_path) == [
        "storefront since HEAD: 0 breaking, 0 that may break",
        "admin since HEAD: 1 breaking, 0 that may break",
        "  BREAKING: Field Query.money was removed. (FIELD_REMOVED)",
    ]
