"""Merges by many processes at once, beside all that moves points, and a power cut (R12.5, R3.4)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import cast

import httpx
import pytest

from tests.faults.running_shop import SET_UP, RunningShop, ask, shops_under_fire

PEOPLE = 14
COMMANDS = 160
BEFORE_THE_CUT = 60
SENDERS = 10
PUT = """
mutation ($id: ID!) {
  customerPut(input: {id: $id, websiteCode: "us", email: "x@example.com"}) { userErrors { code } }
}
"""
MERGE = """
mutation ($key: String!, $from: ID!, $into: ID!) {
  done: customerMerge(fromId: $from, intoId: $into, idempotencyKey: $key)
    { customer { id } userErrors { code } }
}
"""
ERASE = """
mutation ($who: ID!) { done: customerErase(id: $who) { deletedId userErrors { code } } }
"""
GIVE = """
mutation ($key: String!, $who: ID!, $points: Int!) {
  done: pointsAdjust(
    input: {idempotencyKey: $key, customerId: $who, websiteCode: "us", points: $points}
  ) { entry { points } userErrors { code } }
}
"""
BUY = """
mutation ($cart: ID!, $who: ID!) {
  cartPut(input: {id: $cart, websiteCode: "us", customerId: $who,
    lines: [{id: "l1", sku: "sku", quantity: 1, unitPrice: "0.30"}]}) { userErrors { code } }
  cartApplyPoints(cartId: $cart) { userErrors { code } }
  done: orderPlace(input: {cartId: $cart, orders: [{id: $cart}]})
    { orders { pointsUsed } userErrors { code } }
}
"""
WHO = '{ customer(id: "%s") { id account(websiteCode: "us") { balance } } }'
Payload = dict[str, object]


@dataclass(frozen=True, slots=True)
class Command:
    document: str
    variables: dict[str, object]


@dataclass
class Fire:
    """Commands drawn from a seed, sent by many at once until the power is cut."""

    random: Random
    answered: int = 0
    bugs: list[str] = field(default_factory=list)

    def commands(self) -> list[Command]:
        return [self._command(f"k{number}") for number in range(COMMANDS)]

    def _command(self, key: str) -> Command:
        who, other = self.random.sample([f"m{number}" for number in range(PEOPLE)], 2)
        points = self.random.choice([-20, -3, 10, 50])
        give = Command(GIVE, {"key": key, "who": who, "points": points})
        buy = Command(BUY, {"cart": key, "who": who})
        merge = Command(MERGE, {"key": key, "from": who, "into": other})
        back = Command(MERGE, {"key": f"{key}-back", "from": other, "into": who})
        erase = Command(ERASE, {"who": who})
        kinds = [(give, 40), (buy, 25), (merge, 12), (back, 12), (erase, 1)]
        return self.random.choices([each for each, _ in kinds], [n for _, n in kinds])[0]

    async def send(self, client: httpx.AsyncClient, commands: Sequence[Command]) -> None:
        """Send one after the other; what isn't answered is sent again when the power is back."""
        for command in commands:
            body = {"query": command.document, "variables": command.variables}
            try:
                answer = await client.post("/graphql/admin", json=body)
            except httpx.HTTPError:
                return
            self.answered += 1
            if answer.status_code != 503 and "errors" in answer.json():
                self.bugs.append(answer.text)


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.faults) for n in (2, 3))])
async def test_merges_at_once_with_all_else_lose_and_double_nothing_though_killed(
    database_url: str, processes: dict[str, int], seed: int
) -> None:
    """R12.5, R3.4, R3.5: A into B and B into A, redemptions, erasures; a kill -9 in between."""
    fire = Fire(Random(seed))  # noqa: S311 - guards nothing
    commands = fire.commands()
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        for number in range(PEOPLE):
            await ask(clients[0], PUT, id=f"m{number}")
        senders = [
            asyncio.create_task(fire.send(clients[nth % len(clients)], commands[nth::SENDERS]))
            for nth in range(SENDERS)
        ]
        while fire.answered < BEFORE_THE_CUT:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
        for shop in shops:
            shop.kill()
        await asyncio.gather(*senders)

    async with shops_under_fire(database_url, processes) as (shops, (client, *_)):
        done = [(each, await _again(client, each)) for each in commands]
        people = {f"m{number}": await _person(client, f"m{number}") for number in range(PEOPLE)}
        assert _proven(shops[0])

    assert fire.bugs == []
    assert fire.answered < COMMANDS
    assert sum(dict(people.values()).values()) == sum(_moved(payload) for _, payload in done)
    merged = [each for each, payload in done if each.document == MERGE and payload["customer"]]
    assert len(merged) > 1
    assert all(
        people[str(each.variables["from"])] == people[str(each.variables["into"])]
        for each in merged
    )


async def _again(client: httpx.AsyncClient, command: Command) -> Payload:
    answer = await ask(client, command.document, **command.variables)
    return cast("Payload", answer["done"])


async def _person(client: httpx.AsyncClient, which: str) -> tuple[str, int]:
    """Return the id that answers by this one, and the balance."""
    answer = cast("dict[str, Payload]", await ask(client, WHO % which))
    account = cast("dict[str, int]", answer["customer"]["account"])
    return str(answer["customer"]["id"]), account["balance"]


def _moved(payload: Payload) -> int:
    """Return what a command has given or used, by its answer."""
    entry = cast("dict[str, int] | None", payload.get("entry"))
    orders = cast("list[dict[str, int]] | None", payload.get("orders")) or []
    return (entry["points"] if entry else 0) - sum(order["pointsUsed"] for order in orders)


def _proven(shop: RunningShop) -> bool:
    verified = shop.command("verify")
    assert verified.returncode == 0, verified.stdout
    return True
