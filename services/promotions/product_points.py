"""Product points: what products cost in points and earn (R7.1, R6.12)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, cast

from models.database import Query, dialect, document, fetch, rows_as_json
from models.tables.promotions import ProductGroupPointsRow, ProductPointsRow
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import Sorting, as_sku, given, list_page
from services.command.transaction import one_transaction
from services.programme.customer_groups import known_group_codes
from services.programme.set_up_lock import take_turn
from services.rules.basics.codes import is_sku, sought
from services.rules.basics.limits import check_length, check_name, check_points
from services.rules.basics.refusals import Invalid, NotFound
from services.rules.checkout.product_points import ProductTerms

_BY_SKU = Sorting({"sku": as_sku})
# All groups' points, so that they can be asked for before anybody has said whose the cart is, and
# all skus as one value, so that it is one statement however many they are.
_OF_CART = "SELECT {products} AS products FROM product_points p WHERE p.sku IN ({skus})"
_BY_GROUP = {
    "sqlite": """json((SELECT json_group_object(g.customer_group_code, g.points_received)
        FROM product_group_points g WHERE g.sku = p.sku))""",
    "postgres": """(SELECT json_object_agg(g.customer_group_code, g.points_received)
        FROM product_group_points g WHERE g.sku = p.sku)""",
}
_SKUS = {
    "sqlite": "SELECT value FROM json_each(?)",
    "postgres": "SELECT json_array_elements_text(CAST(? AS JSON))",
}


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """What a product earns customers of a group; 0 replaces its own points too."""

    customer_group_code: str
    points_received: int


@dataclass(frozen=True, slots=True)
class ProductPoints:
    """What a product costs in points and earns, None where it is not set.

    `earns_by_rate` is whether money spent on it earns by the exchange rate (R6.12); None, when it
    is put, leaves that as it is (R1.3a).
    """

    sku: str
    points_needed: int | None = None
    points_received: int | None = None
    groups: tuple[GroupPoints, ...] = ()
    earns_by_rate: bool | None = None


async def load_products(skus: Sequence[str], group_code: str) -> dict[str, ProductTerms]:
    """Return what is set for these products, for customers of a group, in one statement."""
    if not skus:
        return {}
    query = products_query(skus)
    ((found,),) = [row.values() for row in await fetch(query.sql, query.values)]
    products = cast("list[list[Any]]", document(found)) if found else []
    return {sku: _terms(*values, group_code=group_code) for sku, *values in products}


def products_query(skus: Sequence[str]) -> Query:
    """Return what is asked about these products, whoever buys them."""
    columns = ["p.sku", "p.points_needed", "p.points_received", "p.earns_by_rate"]
    products = rows_as_json([*columns, _BY_GROUP[dialect()]])
    return Query(_OF_CART.format(products=products, skus=_SKUS[dialect()]), [list(skus)])


async def list_product_points(
    *, sku: str | None = None, search: str | None = None, page: PageRequest
) -> Page[ProductPoints]:
    """List the products that something is set for, by sku: all, or those asked for.

    `sku` is one product's, `search` is contained in it. Raises Invalid for an unknown cursor, and
    for what no sku could contain.
    """
    if search:
        check_name(search, path=("search",))
    wanted = {
        "sku": sought(sku, is_sku),
        "sku__icontains": search or None,
    }
    products = await list_page(ProductPointsRow.filter(**given(wanted)), page, _BY_SKU)
    groups = await _groups([row.sku for row in products.items])
    return products.map(lambda row: _product(row, groups.get(row.sku, ())))


@one_transaction
async def put_product_points(
    *, product: ProductPoints, caller: Caller, now: datetime
) -> ProductPoints:
    """Set what a product costs in points and earns, as a whole; values left out are unset.

    But for `earns_by_rate`, which stays as it is: at first it earns (R1.3a, R6.12).

    Raises NotFound, Invalid, OutOfRange.
    """
    _check(product)
    await take_turn()
    await _check_groups(product.groups)
    await ProductGroupPointsRow.filter(sku=product.sku).delete()
    row = await ProductPointsRow.get_or_none(sku=product.sku) or ProductPointsRow(sku=product.sku)
    row.points_needed = product.points_needed
    row.points_received = product.points_received
    if product.earns_by_rate is not None:
        row.earns_by_rate = product.earns_by_rate
    await row.save()
    product = replace(product, earns_by_rate=row.earns_by_rate)
    await ProductGroupPointsRow.bulk_create(
        [
            ProductGroupPointsRow(
                id=new_id(now),
                sku=product.sku,
                customer_group_code=group.customer_group_code,
                points_received=group.points_received,
            )
            for group in product.groups
        ]
    )
    await audit.record(
        action="productPointsPut",
        target=product.sku,
        details=asdict(product),
        caller=caller,
        now=now,
    )
    return product


@one_transaction
async def delete_product_points(*, sku: str, caller: Caller, now: datetime) -> str:
    """Forget what is set for a product; orders keep what was recorded with them.

    Raises NotFound.
    """
    await take_turn()
    row = await ProductPointsRow.get_or_none(sku=sku) if is_sku(sku) else None
    if row is None:
        raise NotFound(f"No points are set for {sku}.", path=("sku",))
    await ProductGroupPointsRow.filter(sku=sku).delete()
    await row.delete()
    await audit.record(
        action="productPointsDelete", target=sku, details={"sku": sku}, caller=caller, now=now
    )
    return sku


def _check(product: ProductPoints) -> None:
    check_name(product.sku, path=("sku",))
    if product.points_needed is not None:
        check_points(product.points_needed, least=1, path=("points_needed",))
    if product.points_received is not None:
        check_points(product.points_received, least=0, path=("points_received",))
    check_length(len(product.groups), path=("groups",))
    seen: set[str] = set()
    for index, group in enumerate(product.groups):
        check_points(group.points_received, least=0, path=("groups", index, "points_received"))
        if group.customer_group_code in seen:
            raise Invalid(
                "The group is listed twice.", path=("groups", index, "customer_group_code")
            )
        seen.add(group.customer_group_code)


async def _check_groups(groups: Sequence[GroupPoints]) -> None:
    known = await known_group_codes() if groups else set()
    for index, group in enumerate(groups):
        if group.customer_group_code not in known:
            raise NotFound(
                f"There is no customer group {group.customer_group_code}.",
                path=("groups", index, "customer_group_code"),
            )


async def _groups(skus: Sequence[str]) -> dict[str, tuple[GroupPoints, ...]]:
    found: dict[str, tuple[GroupPoints, ...]] = {}
    rows = ProductGroupPointsRow.filter(sku__in=list(skus)).order_by("customer_group_code")
    for row in await rows if skus else []:
        group = GroupPoints(row.customer_group_code, row.points_received)
        found[row.sku] = (*found.get(row.sku, ()), group)
    return found


def _product(row: ProductPointsRow, groups: tuple[GroupPoints, ...]) -> ProductPoints:
    return ProductPoints(row.sku, row.points_needed, row.points_received, groups, row.earns_by_rate)


def _terms(
    needed: int | None,
    received: int | None,
    earns_by_rate: object,
    by_group: Mapping[str, int] | None,
    *,
    group_code: str,
) -> ProductTerms:
    """Read what holds for the group: its own value, 0 included, replaces the product's."""
    return ProductTerms(
        needed=needed,
        received=(by_group or {}).get(group_code, received),
        earns_by_rate=bool(earns_by_rate),
    )
