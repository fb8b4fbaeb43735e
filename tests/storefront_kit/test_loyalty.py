"""Loyalty for agents: the kit's adapter against the Universal Commerce Protocol's own models.

`ucp-sdk` (Apache 2.0) has the models that the protocol's authors generate from its published JSON
schemas, here of the version 2026-08-25: schemas/common/loyalty.json. Its release is pinned.
"""

import json
import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from ucp_sdk.models.schemas.common.loyalty import Loyalty

from tests.storefront_kit.package import Project
from tests.storefront_kit.shop import Shop, admin_token
from tests.storefront_kit.site import KIT

DOCUMENT = KIT.parents[1] / "docs" / "agents.md"
SCHEMA: TypeAdapter[Any] = TypeAdapter(Loyalty)
READS_ONLY = ("orders:read", "customers:read", "config:read")
CLAIM = "com.example.rewards"
PROGRAMME = {
    "claim": CLAIM,
    "name": "Leaf & Kettle Rewards",
    "currency": {"name": "points", "code": "PTS"},
    "isVerified": True,
}


def loyalty_of(
    project: Project,
    shop: Shop,
    cart: str,
    customer: str | None,
    **programme: object,
) -> tuple[Any, Any]:
    """Return a cart's quote and its loyalty object, asked for with a token that can only read."""
    answer = project.run(
        "loyalty",
        url=f"{shop.url}/graphql/admin",
        token=admin_token(*READS_ONLY),
        variables={"cart": cart, "customer": customer or "", "isMember": customer is not None},
        programme={**PROGRAMME, **programme},
    )
    assert "errors" not in answer, answer
    return answer["quote"], answer["loyalty"]


def check(loyalty: object) -> None:
    """Assert that an object is of the published schema, which knows no nulls."""
    SCHEMA.validate_python(loyalty, strict=True)
    assert "None" not in repr(loyalty)


def test_the_document_shows_what_the_sample_shop_s_cart_becomes(
    project: Project, shop: Shop
) -> None:
    shown = re.findall(r"^```jsonc\n(.*?)^```", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)[0]
    cart = shop.put_cart("agent-shown", "ada")

    _, loyalty = loyalty_of(project, shop, cart, "ada", displayId="****5678")

    assert json.loads(shown) == {"loyalty": loyalty}


def test_a_member_s_cart_is_a_membership_with_the_group_as_its_tier(
    project: Project, shop: Shop
) -> None:
    cart = shop.put_cart("agent", "ada")

    quote, loyalty = loyalty_of(project, shop, cart, "ada", displayId="****5678")

    check(loyalty)
    assert loyalty == {
        CLAIM: {
            "id": "us",
            "name": "Leaf & Kettle Rewards",
            "provisional": False,
            "tiers": [{"id": "vip", "name": "VIP"}],
            "display_id": "****5678",
            "rewards": [
                {
                    "currency": {"name": "points", "code": "PTS"},
                    "earning_forecast": {
                        "amount": 392,
                        "breakdown": [
                            {
                                "id": "rate-1",
                                "amount": 392,
                                "description": quote["sources"][0]["label"],
                            }
                        ],
                    },
                }
            ],
        }
    }


def test_the_breakdown_is_the_quote_s_sources_and_adds_up(project: Project, shop: Shop) -> None:
    cart = shop.put_cart("agent-coupon", "ada", coupon="TEAWEEK")

    quote, loyalty = loyalty_of(project, shop, cart, "ada")

    check(loyalty)
    forecast = loyalty[CLAIM]["rewards"][0]["earning_forecast"]
    assert len(quote["sources"]) == 2
    assert sorted(one["amount"] for one in forecast["breakdown"]) == sorted(
        source["points"] for source in quote["sources"]
    )
    assert sum(one["amount"] for one in forecast["breakdown"]) == quote["pointsToEarn"]
    assert forecast["amount"] == quote["pointsToEarn"]
    assert len({one["id"] for one in forecast["breakdown"]}) == 2


@pytest.mark.parametrize("factor", ["0.5", "0"])
def test_what_a_rule_takes_away_is_told_with_what_it_is_taken_from(
    project: Project, shop: Shop, factor: str
) -> None:
    coupon = f"LESS{factor}"
    shop.put_rule("Less for sale goods", coupon, earningFactor=factor)
    cart = shop.put_cart(f"agent-{factor}", "ada", coupon=coupon)

    quote, loyalty = loyalty_of(project, shop, cart, "ada")

    check(loyalty)
    assert min(source["points"] for source in quote["sources"]) < 0
    forecast = loyalty[CLAIM]["rewards"][0]["earning_forecast"]
    assert [one["amount"] for one in forecast["breakdown"]] == [quote["pointsToEarn"]]
    assert "Less for sale goods" in forecast["breakdown"][0]["description"]


def test_a_claim_alone_is_provisional_and_tells_nothing_of_the_member(
    project: Project, shop: Shop
) -> None:
    cart = shop.put_cart("agent-claim", "ada")

    _, loyalty = loyalty_of(project, shop, cart, "ada", isVerified=False, displayId="****5678")

    check(loyalty)
    assert loyalty[CLAIM]["provisional"] is True
    assert {"tiers", "display_id"}.isdisjoint(loyalty[CLAIM])


def test_a_guest_s_cart_forecasts_what_a_registered_customer_would_earn(
    project: Project, shop: Shop
) -> None:
    cart = shop.put_cart("agent-guest", None)

    _, loyalty = loyalty_of(project, shop, cart, None)

    check(loyalty)
    assert loyalty[CLAIM]["provisional"] is True
    forecast = loyalty[CLAIM]["rewards"][0]["earning_forecast"]
    assert forecast == {"amount": 245, "breakdown": []}


def test_nothing_in_it_tells_who_the_buyer_is(project: Project, shop: Shop) -> None:
    cart = shop.put_cart("agent-private", "ada")

    _, loyalty = loyalty_of(project, shop, cart, "ada")

    assert "ada" not in repr(loyalty).lower()


def test_another_customer_than_the_cart_s_is_refused(project: Project, shop: Shop) -> None:
    cart = shop.put_cart("agent-other", "ada")

    with pytest.raises(AssertionError, match="the customer of the cart"):
        loyalty_of(project, shop, cart, "ben")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rewards": {}},
        {CLAIM: {"id": "us", "name": "Rewards"}},
        {CLAIM: {"id": "us", "name": "Rewards", "provisional": "no"}},
    ],
    ids=["key without a domain", "provisional left out", "provisional as a word"],
)
def test_the_published_models_refuse_what_is_not_of_the_schema(wrong: object) -> None:
    with pytest.raises(ValidationError):
        SCHEMA.validate_python(wrong, strict=True)
