"""Offers: what products earn and cost in points, for a page without a cart (R5.8)."""

from collections.abc import Sequence

from services.checkout.quoting import earning_if_registered
from services.programme.programme import Programme, load_programme
from services.promotions.product_points import load_products
from services.rules.basics.limits import LIST_LENGTH, MONEY_LIMIT, check_money, check_name
from services.rules.basics.quantities import check_quantity
from services.rules.basics.refusals import Invalid, OutOfRange, Path
from services.rules.checkout.offers import OfferedProduct, ProductOffer, make_offer, no_offer
from services.rules.checkout.product_points import ProductTerms


async def product_offers(
    *, website_code: str, customer_id: str | None, products: Sequence[OfferedProduct]
) -> list[ProductOffer]:
    """Return what the products earn and cost a customer, or anybody of the default group (None).

    Raises NotFound, Invalid, OutOfRange.
    """
    check_products(products, price_field="unitPrice")
    programme = await load_programme(website_code=website_code, customer_id=customer_id)
    return await offers_of(programme, products)


async def offers_of(programme: Programme, products: Sequence[OfferedProduct]) -> list[ProductOffer]:
    """Return what checked products earn and cost by a programme, in their order."""
    if not programme.may_earn:
        return [no_offer(wanted) for wanted in products]
    skus = sorted({wanted.sku for wanted in products})
    known = await load_products(skus, programme.group_code)
    currency = programme.website.base_currency
    terms = earning_if_registered(programme)
    return [
        make_offer(wanted, known.get(wanted.sku, ProductTerms()), terms, currency)
        for wanted in products
    ]


def check_products(products: Sequence[OfferedProduct], *, price_field: str) -> None:
    """Refuse more than 100 products, and what a line of a cart could not be.

    A query's error has no path of its own: the message names the field, in the words of the API
    whose field of the price is `price_field`. Raises Invalid, OutOfRange.
    """
    if len(products) > LIST_LENGTH:
        raise OutOfRange(f"items must have at most {LIST_LENGTH} items.", path=("items",))
    for index, wanted in enumerate(products):
        try:
            _check(wanted, price_field)
        except (Invalid, OutOfRange) as error:
            path: Path = ("items", index, *error.path)
            place = ".".join([f"items[{index}]", *map(str, error.path)])
            raise type(error)(f"{place}: {error.message}", path=path) from error


def _check(wanted: OfferedProduct, price_field: str) -> None:
    check_name(wanted.sku, path=("sku",))
    check_quantity(wanted.quantity, path=("quantity",))
    check_money(wanted.unit_price, path=(price_field,))
    if wanted.quantity * wanted.unit_price > MONEY_LIMIT:
        raise OutOfRange(f"The total must be at most {MONEY_LIMIT:,}.")
