"""Wishes to use points on a cart: kept in its row, and counted or not (R1.6, R5.7, R7.2).

Nothing else reads or writes these columns of the row.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tortoise.expressions import Q

from models.rows.updates import save_row
from models.tables.checkout import CartRow
from services.command.caller import Caller, CallerKind
from services.ledger.holds import release_hold, release_holds
from services.programme.programme import Programme
from services.rules.checkout.quote_terms import PointsWish


class Applicant(StrEnum):
    """Who applied the points: the customer in the storefront, or an admin for them."""

    CUSTOMER = "customer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class AppliedWish:
    """A wish to use points, and who applied it."""

    wish: PointsWish
    by: Applicant

    def heard(self, programme: Programme) -> PointsWish | None:
        """Return the wish if it counts: with the storefront off, only what an admin applied does.

        With the feature off, or the customer excluded, none does (R1.6, R12.6).
        """
        by_admin = self.by is Applicant.ADMIN
        if programme.is_on and (by_admin or programme.settings.enabled_on_storefront):
            return self.wish
        return None


@dataclass(frozen=True, slots=True)
class Wishes:
    """Both wishes of a cart: to use points as money, and to pay lines with them (R7.2)."""

    as_money: AppliedWish | None = None
    for_lines: AppliedWish | None = None


NO_WISHES = Wishes()

_AS_MONEY = ("points_applied", "chosen_points", "applied_by")
_FOR_LINES = ("product_points_applied", "chosen_product_points", "product_applied_by")
_Columns = tuple[bool, int | None, str | None]  # of one wish


def wish_of(caller: Caller, points: int | None) -> AppliedWish:
    """Return the caller's wish to use `points`, None for as many as are useful."""
    is_customer = caller.kind is CallerKind.CUSTOMER
    by = Applicant.CUSTOMER if is_customer else Applicant.ADMIN
    return AppliedWish(PointsWish(points), by)


def wishes_of(row: CartRow) -> Wishes:
    """Read the wishes from the cart's row."""
    return Wishes(
        as_money=_wish(row.chosen_points, row.applied_by),
        for_lines=_wish(row.chosen_product_points, row.product_applied_by),
    )


def note_wishes(row: CartRow, wishes: Wishes) -> None:
    """Set the wishes in the cart's row."""
    row.points_applied, row.chosen_points, row.applied_by = _columns(wishes.as_money)
    row.product_points_applied, row.chosen_product_points, row.product_applied_by = _columns(
        wishes.for_lines
    )


async def save_wishes(row: CartRow, wishes: Wishes) -> None:
    """Keep the wishes, and let go of what the cart holds if it wants nothing (R5.6)."""
    if wishes == NO_WISHES:
        await release_carts_hold(row)
    note_wishes(row, wishes)
    await save_row(row, [*_AS_MONEY, *_FOR_LINES])


async def release_carts_hold(row: CartRow) -> None:
    """Let go of what the cart holds, if anything."""
    if row.customer_id is not None:
        await release_hold(customer_id=row.customer_id, cart_id=row.id)


async def drop_storefront_wishes(website_codes: Collection[str]) -> None:
    """Take customers' own wishes off the open carts of these websites; an admin's stay."""
    open_carts = CartRow.filter(website_code__in=list(website_codes), active=True)
    as_money = Q(points_applied=True, applied_by=Applicant.CUSTOMER)
    for_lines = Q(product_points_applied=True, product_applied_by=Applicant.CUSTOMER)
    rows = await open_carts.filter(as_money | for_lines)
    customers = {row.id: row.customer_id for row in rows if row.customer_id is not None}
    if not customers:
        return
    carts = CartRow.filter(id__in=list(customers))
    none = _columns(None)
    await carts.filter(as_money).update(**dict(zip(_AS_MONEY, none, strict=True)))
    await carts.filter(for_lines).update(**dict(zip(_FOR_LINES, none, strict=True)))
    await release_holds(customers_of_carts=customers)


def _wish(points: int | None, applied_by: str | None) -> AppliedWish | None:
    """Return the wish in the columns; the applicant is NULL without a wish, by a check."""
    return None if applied_by is None else AppliedWish(PointsWish(points), Applicant(applied_by))


def _columns(applied: AppliedWish | None) -> _Columns:
    return (False, None, None) if applied is None else (True, applied.wish.points, applied.by)
