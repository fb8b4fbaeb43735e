"""Keyed commands: claimed, done once, kept, audited, whichever keys they have (R3.5, R12.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from services.command.audit import list_audit_entries
from services.command.caller import Caller, CallerKind
from services.command.idempotency import callers_key, natural_key
from services.command.once import Command, Done, Key, once
from services.command.pages.cursor_page import PageRequest
from services.command.transaction import one_transaction
from services.rules.basics.refusals import IdempotencyConflict, Invalid
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("database")

BACKEND = Caller(subject="backend", kind=CallerKind.ADMIN)


@dataclass
class Greeting:
    """A command that greets, counting how often it was done."""

    fails: bool = False
    done: list[str] = field(default_factory=list)

    @one_transaction
    async def give(self, keys: Sequence[Key], name: str = "Ada") -> str:
        async def do() -> Done[str]:
            self.done.append(name)
            if self.fails:
                raise Invalid("No.")
            return Done(f"Hello {name}", {"name": name}, {"who": name})

        async def replay(kept: Mapping[str, object]) -> str:
            return f"Hello again {kept['name']}"

        command = Command("greet", "it", keys, BACKEND, NOW)
        return await once(command, do, replay=replay)


def key(text: str = "k", *, name: str = "Ada") -> Key:
    return callers_key(BACKEND, "greet", text, {"name": name}, NOW)


def natural(name: str = "Ada") -> Key:
    return natural_key("greeting", [name], {}, path=("name",), now=NOW)


async def audited() -> list[tuple[str, str, str | None, object]]:
    log = (await list_audit_entries(PageRequest())).items
    return [(entry.actor, entry.action, entry.target, entry.details) for entry in log]


async def test_a_command_is_done_and_audited_with_its_details() -> None:
    """R12.2."""
    greeting = Greeting()

    answer = await greeting.give([key()])

    assert (answer, greeting.done) == ("Hello Ada", ["Ada"])
    assert await audited() == [("backend", "greet", "it", {"who": "Ada"})]


async def test_the_same_command_again_is_answered_from_what_was_kept() -> None:
    """R3.5."""
    greeting = Greeting()
    await greeting.give([key()])

    again = await greeting.give([key()], "somebody else")

    assert (again, greeting.done) == ("Hello again Ada", ["Ada"])
    assert len(await audited()) == 1


async def test_the_same_key_with_another_input_is_refused_and_does_nothing() -> None:
    """R3.5."""
    greeting = Greeting()
    await greeting.give([key()])

    with pytest.raises(IdempotencyConflict) as refused:
        await greeting.give([key(name="Bob")], "Bob")

    assert (refused.value.path, greeting.done) == (("idempotency_key",), ["Ada"])


async def test_a_command_that_was_refused_leaves_its_key_free() -> None:
    """R3.5."""
    with pytest.raises(Invalid):
        await Greeting(fails=True).give([key()])

    assert await Greeting().give([key()]) == "Hello Ada"
    assert len(await audited()) == 1


async def test_of_several_keys_any_that_was_done_before_answers() -> None:
    """R3.5: a review is known by its id, whatever key a caller gives it."""
    greeting = Greeting()
    await greeting.give([natural(), key()])

    by_the_first = await greeting.give([natural(), key("another")])
    with_a_new_subject = await greeting.give([natural("Bob"), key("third")], "Bob")

    assert (by_the_first, with_a_new_subject) == ("Hello again Ada", "Hello Bob")
    assert greeting.done == ["Ada", "Bob"]


async def test_a_key_that_only_stands_second_cannot_be_used_for_another_command() -> None:
    """R3.5: all keys are claimed."""
    greeting = Greeting()
    await greeting.give([natural(), key()])

    with pytest.raises(IdempotencyConflict):
        await greeting.give([natural("Bob"), key(name="Bob")], "Bob")

    assert greeting.done == ["Ada"]
