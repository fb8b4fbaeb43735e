"""How the elements look and are read: axe-core, dark, narrow, right to left, and hostile pages."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.node_script import node
from tests.storefront_kit.looks import GERMAN, LOOKS, Look, everything, page_of, rich_customer
from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import Site
from tests.storefront_kit.visit import violations, visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What sticks out of the element that holds it, and what is wider than the page.
_STICKS_OUT = """() => [...document.querySelectorAll('main *')].flatMap((host) => {
  const all = host.shadowRoot ? [...host.shadowRoot.querySelectorAll('.box *')] : [];
  const edge = host.getBoundingClientRect();
  return all.filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    if (width === 0 || one.classList.contains('spoken')) return false;
    return left < edge.left - 1 || right > edge.right + 1 || one.scrollWidth > one.clientWidth + 1
      && getComputedStyle(one).display !== 'inline' && one.clientWidth > 0;
  }).map((one) => `${host.localName} ${one.localName}.${one.className}: ${one.textContent}`);
})"""


@pytest.fixture(scope="module", autouse=True)
def _axe() -> None:
    """Need axe-core, which `make clients` installs."""
    node()


@pytest.fixture(scope="module")
def rich(shop: Shop) -> tuple[str, str]:
    return rich_customer(shop)


async def fits(page: Page) -> None:
    """Assert that nothing sticks out, of an element or of the page."""
    assert await page.evaluate(_STICKS_OUT) == []
    root = "document.documentElement"
    assert await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_everything_is_accessible_and_fits(
    shop: Shop, site: Site, browser: Browser, look: Look
) -> None:
    cart = shop.put_cart(f"look-{look.name}", "ada")
    url = page_of(site, look, "ada", cart)
    viewport = {"width": look.width, "height": 900}

    async with visit(browser, url, viewport=viewport, color_scheme=look.scheme) as page:
        assert await violations(page) == []
        await fits(page)


@pytest.mark.parametrize("look", LOOKS[2:4], ids=lambda look: look.name)
async def test_the_most_points_an_account_holds_fit_on_a_telephone(
    site: Site, browser: Browser, rich: tuple[str, str], look: Look
) -> None:
    url = page_of(site, look, *rich)

    async with visit(browser, url, viewport={"width": 320, "height": 900}) as page:
        await expect(page.locator("guerdon-balance")).to_contain_text("2,147,483,647")
        await page.locator("guerdon-slider button").first.click()
        await expect(page.locator("guerdon-slider")).to_contain_text("2,100,000,000")
        await fits(page)


async def test_a_page_s_own_rules_leave_the_elements_as_they_are(
    shop: Shop, site: Site, browser: Browser
) -> None:
    cart = shop.put_cart("hostile", "ada")
    url = page_of(site, Look("hostile", styles="hostile"), "ada", cart)

    async with visit(browser, url) as page:
        text = page.locator("guerdon-balance .number")
        await expect(text).to_have_css("letter-spacing", "normal")
        await expect(text).to_have_css("text-transform", "none")
        await expect(text).to_have_css("color", "rgb(28, 25, 23)")
        await expect(text).to_have_css("text-indent", "0px")
        await expect(page.locator("guerdon-slider button").first).to_have_css(
            "border-top-width", "1px"
        )
        await expect(page.get_by_role("slider")).to_be_visible()
        assert await violations_of_elements(page) == []


async def violations_of_elements(page: Page) -> list[str]:
    """Return what is wrong within the elements: a hostile page has its own troubles."""
    return [one for one in await violations(page) if "guerdon-" in one]


async def test_variables_of_the_page_set_colours_and_shape(
    shop: Shop, site: Site, browser: Browser
) -> None:
    url = page_of(site, Look("themed", styles="themed"), "ada", shop.put_cart("themed", "ada"))

    async with visit(browser, url) as page:
        box = page.locator("guerdon-balance .box")
        await expect(box).to_have_css("background-color", "rgb(255, 240, 246)")
        await expect(box).to_have_css("border-top-left-radius", "0px")
        button = page.locator("guerdon-slider button").first
        await expect(button).to_have_css("color", "rgb(157, 23, 77)")


async def test_sentences_and_numbers_are_in_the_page_s_language(
    shop: Shop, site: Site, browser: Browser
) -> None:
    look = Look("german", attributes='lang="de"', words=GERMAN)
    cart = shop.put_cart("german", "ada")

    async with visit(browser, page_of(site, look, "ada", cart)) as page:
        await page.get_by_role("button", name="So viele wie möglich").click()

        slider = page.get_by_role("slider", name="Punkte einlösen")
        await expect(slider).to_have_attribute(
            "aria-valuetext", "600 Punkte, 6,00\N{NO-BREAK SPACE}$ weniger"
        )


async def test_an_attribute_of_an_element_says_a_sentence_otherwise(
    site: Site, browser: Browser
) -> None:
    url = site.page(
        '<guerdon-balance text-points="{points} leaves" heading-level="3">'
        '<h3 slot="heading">Tea leaves</h3></guerdon-balance>',
        settings={"tokens": [customer_token("ada")]},
    )

    async with visit(browser, url) as page:
        await expect(page.locator("guerdon-balance")).to_contain_text("602 leaves")
        await expect(page.get_by_role("heading", name="Tea leaves")).to_be_visible()
        await expect(page.get_by_role("heading", name="Your points")).to_have_count(0)


async def test_in_a_page_from_right_to_left_the_slider_begins_at_the_right(
    shop: Shop, site: Site, browser: Browser
) -> None:
    look = Look("rtl", attributes='lang="he" dir="rtl"')
    cart = shop.put_cart("rtl", "ada")

    async with visit(browser, page_of(site, look, "ada", cart)) as page:
        slider = page.get_by_role("slider")
        await slider.focus()
        await page.keyboard.press("ArrowLeft")  # towards the end of the line, which is more

        assert await slider.input_value() == "100"
        button = await page.locator("guerdon-slider button").first.bounding_box()
        box = await page.locator("guerdon-slider").bounding_box()
        assert button is not None
        assert box is not None
        assert box["x"] + box["width"] - (button["x"] + button["width"]) < button["x"] - box["x"]


async def test_everything_works_without_colours_of_its_own(
    shop: Shop, site: Site, browser: Browser
) -> None:
    url = site.page(
        everything(shop.put_cart("forced", "ada")), settings={"tokens": [customer_token("ada")]}
    )

    async with visit(browser, url, forced_colors="active") as page:
        await expect(page.locator("guerdon-balance")).to_contain_text("602 points")
        assert await violations(page) == []
