"""Activities reported by many processes at once: each is rewarded once (R9, R3.4)."""

import asyncio
from collections import Counter
from typing import cast

from tests.faults.running_shop import SET_UP, ask, ask_all, shops_under_fire

MANY = 20
GENEROUS = """
mutation {
  settingsUpdate(websiteCode: "us", input: {
    registrationPoints: 50, newsletterSignupPoints: 20, reviewPoints: 30, reviewLimit: 5
    invitationCustomerPoints: 40
  }) { userErrors { code } }
  invitationCreate(input: {
    id: "v1", inviterId: "ada", websiteCode: "us", email: "new@example.com"
  }) { userErrors { code } }
}
"""
REGISTER = """
mutation ($id: ID!, $email: String!) {
  customerPut(input: {id: $id, websiteCode: "us", email: $email})
    { replayed userErrors { code } }
}
"""
SIGN_UP = """
mutation ($id: ID!, $key: String!) {
  activityRecord(input: {
    idempotencyKey: $key, type: NEWSLETTER_SIGNUP, customerId: $id, websiteCode: "us"
  }) { entry { points } userErrors { code } }
}
"""
REVIEW = """
mutation ($review: ID!, $key: String!) {
  activityRecord(input: {
    idempotencyKey: $key, type: REVIEW_APPROVED, customerId: "ada", websiteCode: "us"
    reference: $review
  }) { entry { points } userErrors { code } }
}
"""
ACCEPT = """
mutation ($customer: ID!) {
  invitationAccept(id: "v1", customerId: $customer)
    { replayed awards { points } userErrors { code } }
}
"""
REWARDED = """
query ($id: ID!) {
  ledgerEntries(customerId: $id, first: 100) { nodes { reason points } }
}
"""


def rewarded(answer: dict[str, object]) -> Counter[str]:
    """Count the entries by reason."""
    connection = cast("dict[str, list[dict[str, str]]]", answer["ledgerEntries"])
    return Counter(node["reason"] for node in connection["nodes"])


async def test_reviews_and_acceptances_at_once_keep_to_their_limits(
    database_url: str, processes: dict[str, int]
) -> None:
    """R9.2, R9.3: 20 reviews earn 5 times, 20 who accept one invitation earn its sender once."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        await ask(clients[0], GENEROUS)
        people = [f"c{number}" for number in range(MANY)]
        await ask_all(
            clients,
            REGISTER,
            [{"id": person, "email": f"{person}@example.com"} for person in people],
        )

        await ask_all(
            clients,
            REVIEW,
            [{"review": f"r{number}", "key": f"k{number}"} for number in range(MANY)],
        )
        answers = await ask_all(clients, ACCEPT, [{"customer": person} for person in people])

        found = rewarded(await ask(clients[0], REWARDED, id="ada"))
        assert found == {"REVIEW": 5, "INVITATION_CUSTOMER": 1}
        payloads = [cast("dict[str, list[object]]", each["invitationAccept"]) for each in answers]
        assert sum(bool(payload["awards"]) for payload in payloads) == 1
        assert shops[0].command("verify").returncode == 0


async def test_registrations_and_signups_at_once_earn_each_once(
    database_url: str, processes: dict[str, int]
) -> None:
    """R9.1: whichever of the two is first."""
    async with shops_under_fire(database_url, processes) as (shops, clients):
        await ask(clients[0], SET_UP)
        await ask(clients[0], GENEROUS)
        people = [f"c{number}" for number in range(MANY)]

        await asyncio.gather(
            ask_all(clients[::-1], SIGN_UP, [{"id": each, "key": each} for each in people]),
            ask_all(
                clients,
                REGISTER,
                [{"id": each, "email": f"{each}@example.com"} for each in people],
            ),
        )

        for person in people:
            found = rewarded(await ask(clients[0], REWARDED, id=person))
            assert found == {"REGISTRATION": 1, "NEWSLETTER_SIGNUP": 1}
        assert shops[0].command("verify").returncode == 0
