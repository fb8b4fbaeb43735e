"""Store views of websites: each belongs to one, whatever its case (R1.1, R1.3a)."""

from tests.api.admin.asking import AdminApi

WEBSITE = "website { code storeViewCodes }"


async def put(api: AdminApi, **website: object) -> object:
    done = await api.done("websitePut", WEBSITE, input=website)
    return done["website"]["storeViewCodes"]


async def test_a_website_has_the_store_views_it_was_put_with_in_their_order(api: AdminApi) -> None:
    """R1.1."""
    codes = await put(api, code="eu", baseCurrency="EUR", storeViewCodes=["eu_DE", "eu_at", "en"])

    assert codes == ["eu_DE", "eu_at", "en"]
    assert await api.query("websites", "storeViewCodes") == [{"storeViewCodes": codes}]


async def test_a_website_put_without_any_has_none(api: AdminApi) -> None:
    """R1.1."""
    assert await put(api, code="eu", baseCurrency="EUR") == []


async def test_store_views_left_out_stay_and_given_ones_replace_them(api: AdminApi) -> None:
    """R1.3a."""
    await put(api, code="eu", baseCurrency="EUR", storeViewCodes=["de", "en"])

    left_out = await put(api, code="eu", name="Europe")
    null = await put(api, code="eu", storeViewCodes=None)
    reordered = await put(api, code="eu", storeViewCodes=["EN", "de"])
    emptied = await put(api, code="eu", storeViewCodes=[])

    assert (left_out, null) == (["de", "en"], ["de", "en"])
    assert (reordered, emptied) == (["EN", "de"], [])


async def test_a_store_view_of_another_website_is_refused_in_any_case(shop: AdminApi) -> None:
    """R1.1."""
    await put(shop, code="us", storeViewCodes=["en"])

    payload = await shop.command(
        "websitePut", input={"code": "eu", "baseCurrency": "EUR", "storeViewCodes": ["de", "EN"]}
    )

    (refused,) = payload["userErrors"]
    assert (refused["code"], refused["path"]) == ("TAKEN", ["input", "storeViewCodes", "1"])
    assert await shop.query("websites", "code") == [{"code": "us"}]


async def test_the_store_views_of_a_deleted_website_are_free_again(shop: AdminApi) -> None:
    """R1.1, R1.5."""
    await put(shop, code="eu", baseCurrency="EUR", storeViewCodes=["de"])
    await shop.done("websiteDelete", "deletedId", code="eu")

    taken_over = await put(shop, code="us", storeViewCodes=["de"])

    assert taken_over == ["de"]
    assert await put(shop, code="eu") == []
