"""Seals: signed roots that prove each account, and tell what was changed behind them (R17)."""

import re
from datetime import timedelta
from importlib import import_module

import pytest

from models.database import execute, fetch, transaction
from services.accounts.verification import check_ledger
from services.command.pages.cursor_page import PageRequest
from services.proof import seal_checks, sealed_accounts, sealing, statements
from services.proof.seal_checks import differences
from services.proof.sealing import make_seal
from services.proof.signing import SigningKey, new_key, signing_key
from services.proof.statements import read_statement, statement_entries
from services.rules.basics.refusals import NotFound, StaleVersion
from services.rules.ledger.sealed import Seal, file_of, seal_of
from tests.clock import NOW
from tests.services.guards import take_guards_off
from tests.services.proof.checker import check_statement
from tests.services.shop import add_customer, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

CUSTOMERS = [f"c{number}" for number in range(7)]


@pytest.fixture
def key() -> SigningKey:
    return signing_key(new_key())


@pytest.fixture(autouse=True)
async def books(database: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Open the shop for some customers, and keep the tree's chunks to two leaves."""
    for module in (sealing, sealed_accounts, statements, seal_checks):
        monkeypatch.setattr(module, "CHUNK", 2)
    await open_shop()
    for number, customer_id in enumerate(CUSTOMERS):
        await add_customer(customer_id)
        await give(10 + number, customer_id=customer_id)


async def lines(seal: Seal, trusted: bytes | None = None) -> list[str]:
    return [line async for line in differences(seal, trusted=trusted)]


async def statement_of(customer_id: str) -> dict[str, object]:
    """Return a statement as the admin API answers it, all on one page."""
    found = await read_statement(customer_id=customer_id, website_code="us")
    page = await statement_entries(found, PageRequest(first=100))
    return {
        "customerId": found.customer_id,
        "websiteCode": found.website_code,
        "entries": {
            "nodes": [
                {"sequence": entry.sequence, "canonical": entry.canonical, "hash": entry.hash}
                for entry in page.items
            ]
        },
        "sealedAt": found.sealed_at and found.sealed_at.isoformat(),
        "sealedSequence": found.sealed_sequence,
        "leafIndex": found.leaf_index,
        "treeSize": found.tree_size,
        "keyId": found.key_id,
        "root": found.root,
        "inclusionProof": found.inclusion_proof,
        "signature": found.signature,
    }


async def test_every_account_is_proven_by_its_statement(key: SigningKey) -> None:
    await make_seal(key=key, now=NOW)

    for customer_id in CUSTOMERS:
        check_statement(await statement_of(customer_id), key.public)


async def test_later_seals_prove_what_came_between(key: SigningKey) -> None:
    first = await make_seal(key=key, now=NOW)
    await give(5, customer_id="c3")
    await add_customer("late")
    await give(5, customer_id="late")
    before = await statement_of("late")
    second = await make_seal(key=key, now=NOW + timedelta(days=1))

    late, changed = await statement_of("late"), await statement_of("c3")

    assert before["root"] is None
    assert (changed["sealedSequence"], changed["leafIndex"]) == (2, 3)
    assert late["treeSize"] == 8
    assert (first.sequence, second.sequence) == (1, 2)
    for statement in (late, changed):
        check_statement(statement, key.public)
    assert await lines(first) == await lines(second) == []


async def test_a_seal_is_written_and_read_as_it_is(key: SigningKey) -> None:
    seal = await make_seal(key=key, now=NOW)

    assert seal_of(file_of(seal)) == seal
    assert await lines(seal, key.public) == []


async def test_nothing_of_an_unknown_customer_is_sealed(key: SigningKey) -> None:
    await make_seal(key=key, now=NOW)

    statement = await statement_of("nobody")

    assert statement["entries"] == {"nodes": []}
    assert statement["root"] is None
    with pytest.raises(NotFound):
        await read_statement(customer_id="c1", website_code="nowhere")


async def test_a_chain_rewritten_to_its_end_is_found(key: SigningKey) -> None:
    """The rows alone hold: the hashes were made anew."""
    seal = await make_seal(key=key, now=NOW)
    await take_guards_off()
    await execute("UPDATE ledger_entries SET actor = 'mallory' WHERE customer_id = 'c2'")
    await _chain_anew()
    own = await check_ledger(customer_id="c2")

    found = await lines(seal)

    assert [line for line in own.violations if "audit log" not in line] == []
    assert found == [
        "c2 us: entry number 1, the last when it was sealed, or one before it is not the one sealed"
    ]


async def test_an_end_that_was_cut_off_is_found(key: SigningKey) -> None:
    await give(1, customer_id="c2")
    seal = await make_seal(key=key, now=NOW)
    await take_guards_off()
    await _delete("c2", sequence=2)
    await execute(
        "UPDATE reward_accounts SET entries = 1, balance = balance - 1 WHERE customer_id = 'c2'"
    )
    await _chain_anew()
    own = await check_ledger(customer_id="c2")

    found = await lines(seal)

    assert own.violations == []
    assert re.fullmatch(
        r"c2 -: account \S+: entry number 2, the last when it was sealed, is missing", found[0]
    )


async def test_an_account_that_is_gone_with_its_counters_is_found(key: SigningKey) -> None:
    seal = await make_seal(key=key, now=NOW)
    await take_guards_off()
    await _delete("c2", sequence=1)
    await execute("DELETE FROM reward_accounts WHERE customer_id = 'c2'")
    own = await check_ledger(customer_id="c2")

    found = await lines(seal)

    assert own.violations == []
    assert len(found) == 1
    assert found[0].startswith("c2 -: account ")


@pytest.mark.parametrize("table", ["sealed_accounts", "sealed_audit_entries"])
async def test_a_forged_list_of_what_was_sealed_is_found(table: str, key: SigningKey) -> None:
    seal = await make_seal(key=key, now=NOW)
    await execute(f"DELETE FROM {table} WHERE leaf = 3")  # noqa: S608 - names of ours

    (line,) = await lines(seal)

    assert line.endswith("listed as sealed are not those sealed")


async def test_the_audit_log_is_under_the_seal(key: SigningKey) -> None:
    """Details may be erased; actor, action, target and instant stay what they were."""
    seal = await make_seal(key=key, now=NOW)
    await take_guards_off()
    await execute("DELETE FROM audit_details")
    erased = await lines(seal)
    first, second = await fetch("SELECT id FROM audit_entries ORDER BY id LIMIT 2")
    await execute("UPDATE audit_entries SET target = 'other' WHERE id = ?", [first["id"]])
    await execute("DELETE FROM audit_entries WHERE id = ?", [second["id"]])

    found = await lines(seal)

    assert erased == []
    assert found == [
        f"audit entry {first['id']}: is not what was sealed",
        f"audit entry {second['id']}: was sealed and is missing",
    ]


async def test_a_seal_of_another_key_is_refused(key: SigningKey) -> None:
    other = signing_key(new_key())
    seal = await make_seal(key=other, now=NOW)

    (line,) = await lines(seal, key.public)

    assert line == f"seal 1: is signed by the key {other.id}, not by {key.id}"


async def test_a_changed_seal_is_refused(key: SigningKey) -> None:
    seal = await make_seal(key=key, now=NOW)
    forged = seal_of(file_of(seal).replace(seal.accounts.root.hex(), "00" * 32))

    found = await lines(forged)

    assert found[0] == f"seal 1: the signature of its accounts is not of the key {key.id}"
    assert found[1].endswith("the accounts listed as sealed are not those sealed")


async def test_a_seal_that_was_left_is_taken_up_and_one_being_made_is_not(key: SigningKey) -> None:
    turn = await sealing._begin()  # noqa: SLF001 - a run that ends here
    await sealing._note_accounts(turn, sealed_accounts.FIRST_PLACE)  # noqa: SLF001
    with pytest.raises(StaleVersion):
        await make_seal(key=key, now=NOW)
    await give(5, customer_id="c3")
    await execute("UPDATE seals SET alive_at = ?", [NOW - timedelta(days=3_000)])

    seal = await make_seal(key=key, now=NOW)

    assert seal.sequence == 1
    assert await lines(seal) == []
    check_statement(await statement_of("c3"), key.public)
    with pytest.raises(StaleVersion):
        await turn.keep()


async def _delete(customer_id: str, *, sequence: int) -> None:
    """Delete an entry with the lot that it opened."""
    of_entry = "IN (SELECT id FROM ledger_entries WHERE customer_id = ? AND sequence = ?)"
    for table, column in (("points_lots", "entry_id"), ("ledger_entries", "id")):
        await execute(
            f"DELETE FROM {table} WHERE {column} {of_entry}",  # noqa: S608 - names of ours
            [customer_id, sequence],
        )


async def _chain_anew() -> None:
    async with transaction() as client:
        await import_module("models.migrations.0024_proof").chain_entries(client)
