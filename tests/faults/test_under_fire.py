"""Many at once, and a power cut: nothing spent twice, nothing acknowledged lost (R3.4, R3.5)."""

import asyncio
from collections import Counter
from typing import cast

import httpx

from tests.faults.running_shop import (
    ADJUST,
    FILL,
    PLACE,
    SET_UP,
    RunningShop,
    ask,
    ask_all,
    balance_and_entries,
    shops_under_fire,
)

Answer = dict[str, dict[str, object]]


def _proven(shop: RunningShop) -> bool:
    verified = shop.command("verify")
    assert verified.returncode == 0, verified.stdout
    return True


async def test_fifty_placements_against_a_balance_for_three(
    database_url: str, processes: dict[str, int]
) -> None:
    """R3.3, R3.4: three succeed, the others are told how many points are missing."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        await ask(clients[0], ADJUST, key="start", points=300)
        carts = [f"c{number}" for number in range(50)]
        await ask_all(clients, FILL, [{"cart": cart} for cart in carts])

        answers = await ask_all(
            clients, PLACE, [{"cart": cart, "order": f"o-{cart}"} for cart in carts]
        )

        outcomes = Counter(_outcome(cast("Answer", answer)) for answer in answers)
        assert outcomes == {"placed": 3, "INSUFFICIENT_POINTS": 47}
        assert await balance_and_entries(clients[0]) == (0, 4)
        assert _proven(shops[0])


def _outcome(answer: Answer) -> str:
    errors = cast("list[dict[str, object]]", answer["orderPlace"]["userErrors"])
    if not errors:
        return "placed"
    assert errors[0]["missingPoints"] == 100
    return str(errors[0]["code"])


async def test_one_command_sent_by_many_at_once_is_done_once(
    database_url: str, processes: dict[str, int]
) -> None:
    """R3.5: the same key, 30 senders, one entry and the same answer for all."""
    async with shops_under_fire(database_url, processes) as (_, clients):
        await ask(clients[0], SET_UP)

        answers = await ask_all(clients, ADJUST, [{"key": "once", "points": 7}] * 30)

        payloads = [cast("Answer", answer)["pointsAdjust"] for answer in answers]
        entries = {cast("dict[str, str]", payload["entry"])["id"] for payload in payloads}
        assert len(entries) == 1
        assert sum(payload["replayed"] is False for payload in payloads) == 1
        assert await balance_and_entries(clients[0]) == (7, 1)


async def test_earnings_and_adjustments_at_once_lose_no_update(
    database_url: str, processes: dict[str, int]
) -> None:
    """R3.4."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        changes = [{"key": f"k{number}", "points": number + 1} for number in range(60)]

        await ask_all(clients, ADJUST, changes)

        assert await balance_and_entries(clients[0]) == (sum(range(61)), 60)
        assert _proven(shops[0])


async def test_what_was_acknowledged_before_a_kill_is_there_once(
    database_url: str, processes: dict[str, int]
) -> None:
    """R3.4, R3.5: kill -9 while commands run; each one acknowledged is found again, once."""
    acknowledged: dict[str, str] = {}
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        senders = [
            asyncio.create_task(_send_until_cut_off(client, f"s{index}", acknowledged))
            for index, client in enumerate(clients * 4)
        ]
        while len(acknowledged) < 40:  # noqa: ASYNC110 - the senders have no event to wait for
            await asyncio.sleep(0.05)

        for shop in shops:
            shop.kill()
        await asyncio.gather(*senders)

    async with shops_under_fire(database_url, processes) as (shops, (client, *_)):
        for key, entry_id in acknowledged.items():
            answer = cast("Answer", await ask(client, ADJUST, key=key, points=1))["pointsAdjust"]
            assert answer["replayed"] is True
            assert cast("dict[str, str]", answer["entry"])["id"] == entry_id
        balance, entries = await balance_and_entries(client)
        assert balance == entries
        assert len(acknowledged) <= entries <= len(acknowledged) + len(senders)
        assert _proven(shops[0])


async def _send_until_cut_off(
    client: httpx.AsyncClient, sender: str, acknowledged: dict[str, str]
) -> None:
    for number in range(10_000):
        key = f"{sender}-{number}"
        try:
            answer = cast("Answer", await ask(client, ADJUST, key=key, points=1))
        except httpx.HTTPError:
            return
        entry = cast("dict[str, str]", answer["pointsAdjust"]["entry"])
        acknowledged[key] = entry["id"]
