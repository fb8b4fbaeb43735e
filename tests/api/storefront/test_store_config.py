"""What a website has set up, in strings, for anybody (R1.4, R1.7, R13.1)."""

import pytest

from services.storefront.markdown import to_html
from tests.api.storefront.asking import NOBODY, ask
from tests.services.setup.builders import set_settings

NUMBERS = {
    "magento_reward_general_min_points_balance": "redemption_threshold",
    "magento_reward_points_register": "registration_points",
    "magento_reward_points_newsletter": "newsletter_signup_points",
    "magento_reward_points_invitation_customer": "invitation_customer_points",
    "magento_reward_points_invitation_customer_limit": "invitation_customer_limit",
    "magento_reward_points_invitation_order": "invitation_order_points",
    "magento_reward_points_invitation_order_limit": "invitation_order_limit",
    "magento_reward_points_review": "review_points",
    "magento_reward_points_review_limit": "review_limit",
}
SWITCHES = {
    "magento_reward_general_is_enabled": "enabled",
    "magento_reward_general_is_enabled_on_front": "enabled_on_storefront",
    "magento_reward_general_publish_history": "history_visible",
    "magento_reward_points_order": "earn_on_purchase",
}


pytestmark = pytest.mark.usefixtures("shop")


async def store_config(selection: str) -> dict[str, object]:
    answer = await ask(f"{{ storeConfig {{ {selection} }} }}", NOBODY)
    return answer["storeConfig"]  # type: ignore[no-any-return]


async def test_it_names_the_website_and_its_currency() -> None:
    assert await store_config("code store_code base_currency_code") == {
        "code": "us",
        "store_code": "us",
        "base_currency_code": "USD",
    }


async def test_a_new_shop_has_everything_on_and_no_numbers() -> None:
    """R1.4."""
    found = await store_config(" ".join([*SWITCHES, *NUMBERS]))

    assert found == {**dict.fromkeys(SWITCHES, "1"), **dict.fromkeys(NUMBERS)}


@pytest.mark.parametrize(("field", "setting"), SWITCHES.items())
async def test_a_switch_that_is_off_is_0(field: str, setting: str) -> None:
    await set_settings("us", **{setting: False})

    found = await store_config(" ".join(SWITCHES))

    assert found == {**dict.fromkeys(SWITCHES, "1"), field: "0"}


async def test_each_number_is_a_string_of_its_own_setting() -> None:
    """R1.4: 0 is a number, not blank."""
    numbers = {setting: number for number, setting in enumerate(NUMBERS.values())}
    await set_settings("us", **numbers)

    found = await store_config(" ".join(NUMBERS))

    assert found == {field: str(numbers[setting]) for field, setting in NUMBERS.items()}


async def test_a_new_shop_has_a_page_that_explains_the_programme() -> None:
    """R1.7."""
    found = await store_config("reward_points_landing_page { identifier title html }")

    page = found["reward_points_landing_page"]
    assert isinstance(page, dict)
    assert (page["identifier"], page["title"]) == ("reward-points", "Reward points")
    assert "<strong>reward points</strong>" in page["html"]


@pytest.mark.parametrize(
    "setting", ["landing_page_identifier", "landing_page_title", "landing_page_markdown"]
)
async def test_a_page_with_a_blank_part_is_none(setting: str) -> None:
    """R1.4: blank is off."""
    await set_settings("us", **{setting: None})

    assert await store_config("reward_points_landing_page { html }") == {
        "reward_points_landing_page": None
    }


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# Points\n\nare *nice*", "<h1>Points</h1>\n<p>are <em>nice</em></p>\n"),
        ("~~no~~", "<p><s>no</s></p>\n"),
        ("<script>steal()</script>", "&lt;script&gt;steal()&lt;/script&gt;"),
        ("a <b onclick=steal()>b</b>", "<p>a &lt;b onclick=steal()&gt;b&lt;/b&gt;</p>\n"),
        ("[x](javascript:steal())", "<p>[x](javascript:steal())</p>\n"),
        (
            "[x](https://shop.example)",
            '<p><a href="https://shop.example" rel="noopener noreferrer">x</a></p>\n',
        ),
    ],
    ids=["markdown", "strikethrough", "script", "handler", "script-link", "link"],
)
def test_a_page_is_html_in_which_nothing_runs(markdown: str, html: str) -> None:
    assert to_html(markdown).removeprefix("<p>").removesuffix("</p>\n") == html.removeprefix(
        "<p>"
    ).removesuffix("</p>\n")
