"""The signed-in customer, known to the service or not (R1.2, R11.1)."""

import pytest

from services.customers.putting import put_customer
from services.customers.subscriptions import update_subscriptions
from tests.api.storefront.asking import By, ask
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop

SUBSCRIPTIONS = """{ customer {
    reward_points { subscription_status { balance_updates points_expiration_notifications } }
    custom_attributes { code ... on AttributeValue { value } }
} }"""


pytestmark = pytest.mark.usefixtures("shop")


async def test_a_customer_never_seen_has_no_points_and_no_name() -> None:
    answer = await ask(
        """{ customer {
            id email firstname lastname
            reward_points {
                balance { points money { currency value } }
                available { points }
                pending { points }
                expirations { expires_at }
                balance_history { date }
                history { total_count page_info { total_pages } }
            }
        } }""",
        By("stranger"),
    )

    assert answer["customer"] == {
        "id": "stranger",
        "email": None,
        "firstname": None,
        "lastname": None,
        "reward_points": {
            "balance": {"points": 0, "money": {"currency": "USD", "value": 0}},
            "available": {"points": 0},
            "pending": {"points": 0},
            "expirations": [],
            "balance_history": [],
            "history": {"total_count": 0, "page_info": {"total_pages": 0}},
        },
    }


async def test_a_known_customer_has_a_name() -> None:
    await put_customer(
        customer_id="grace",
        website_code="us",
        email="grace@example.com",
        first_name="Grace",
        last_name="Hopper",
        caller=ADMIN,
        now=NOW,
    )

    answer = await ask("{ customer { id email firstname lastname } }", By("grace"))

    assert answer["customer"] == {
        "id": "grace",
        "email": "grace@example.com",
        "firstname": "Grace",
        "lastname": "Hopper",
    }


async def test_each_subscription_is_shown_as_it_was_chosen() -> None:
    await update_subscriptions(
        customer_id="ada",
        balance_updates=False,
        expiration_notifications=True,
        caller=ADMIN,
        now=NOW,
    )

    answer = await ask(SUBSCRIPTIONS)

    assert answer["customer"] == {
        "reward_points": {
            "subscription_status": {
                "balance_updates": "NOT_SUBSCRIBED",
                "points_expiration_notifications": "SUBSCRIBED",
            }
        },
        "custom_attributes": [
            {"code": "reward_update_notification", "value": "0"},
            {"code": "reward_warning_notification", "value": "1"},
        ],
    }


@pytest.mark.parametrize(
    ("settings", "status", "value"),
    [
        ({"subscribe_by_default": True}, "SUBSCRIBED", "1"),
        ({"subscribe_by_default": False}, "NOT_SUBSCRIBED", "0"),
    ],
    ids=["subscribed", "not-subscribed"],
)
async def test_a_customer_never_seen_is_subscribed_as_a_new_one_would_be(
    settings: dict[str, object], status: str, value: str
) -> None:
    await open_shop(website_code="eu", currency="EUR", settings=settings)

    answer = await ask(SUBSCRIPTIONS, By("stranger", store="eu"))

    assert set(answer["customer"]["reward_points"]["subscription_status"].values()) == {status}
    assert {found["value"] for found in answer["customer"]["custom_attributes"]} == {value}


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (["reward_warning_notification", "shoe_size"], ["reward_warning_notification"]),
        ([], []),
        (None, ["reward_update_notification", "reward_warning_notification"]),
    ],
    ids=["some", "none", "null-is-all"],
)
async def test_only_the_attributes_asked_for_are_returned(
    wanted: list[str] | None, codes: list[str]
) -> None:
    answer = await ask(
        "query ($codes: [ID!]) { customer { custom_attributes(attributeCodes: $codes) { code } } }",
        codes=wanted,
    )

    assert [found["code"] for found in answer["customer"]["custom_attributes"]] == codes
