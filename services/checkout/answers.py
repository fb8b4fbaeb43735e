"""Answers to carts: the quote of the moment, which binds the placement (R5.6, R5.7).

One cart or many of one customer: the same statements, as many for all as for one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from models.database import LostRace, execute
from models.rows.updates import update_rows
from models.tables.checkout import CartRow
from services.checkout.quoting import NO_FUNDS, OpenCart, open_cart, quote_of
from services.checkout.replacing import load_carried
from services.checkout.shoppers import read_recorded_shopper
from services.checkout.wishes import Wishes
from services.command.amounts import to_e4
from services.ledger.holds import Hold, shrink_hold
from services.ledger.reading.standing import AccountStanding, read_standing
from services.programme.programme import Programme, load_recorded_programme
from services.promotions.promotions import Promotions, load_promotions
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote
from services.rules.checkout.redemption.funds import NOTHING_CARRIED, Carried

_CHANGED = "A cart was changed while it was read."


@dataclass(frozen=True, slots=True)
class Cart:
    """A cart with the quote that answers it.

    `programme` is what the website says, `standing` how the customer's points stand, None for a
    guest; `carried` are points of the order that it replaces.
    """

    id: str
    website_code: str
    customer_id: str | None
    email: str | None
    active: bool
    content: CartContent
    quote: Quote
    hold: Hold | None
    wishes: Wishes
    programme: Programme
    standing: AccountStanding | None
    carried: Carried = NOTHING_CARRIED

    @property
    def points_applied(self) -> bool:
        """Whether points are to be used as money."""
        return self.wishes.as_money is not None

    @property
    def chosen_points(self) -> int | None:
        """How many of them; None with `points_applied` for as many as are useful."""
        return self.wishes.as_money.wish.points if self.wishes.as_money else None


async def read_carts(rows: Sequence[CartRow], now: datetime) -> list[Cart]:
    """Answer carts of one customer that were just read without a lock, at least one, placed or not.

    Raises LostRace where one was changed since: its answer would tell of what it was and of what
    it is, and be noted for what it is.
    """
    carts = [open_cart(row) for row in rows]
    terms = [
        await _terms_on(code, rows, now) for code in sorted({row.website_code for row in rows})
    ]
    standings = {programme.website.code: standing for programme, standing in terms}
    programmes = [programme for programme, _ in terms]
    answered = await quote_carts(carts, programmes, now, standings=standings)
    noted = _noted(carts, answered)
    if noted and await _note_if_unchanged(noted) < len(noted):
        raise LostRace(_CHANGED)
    await _check_unchanged([row for row in rows if row not in noted])
    return answered


async def _terms_on(
    website_code: str, rows: Sequence[CartRow], now: datetime
) -> tuple[Programme, AccountStanding | None]:
    """Return the programme of the carts' customer on a website, and their points there."""
    customer_id = rows[0].customer_id
    if customer_id is None:
        return await load_recorded_programme(website_code=website_code, customer_id=None), None
    return await read_recorded_shopper(
        customer_id=customer_id,
        website_code=website_code,
        cart_ids=[row.id for row in rows],
        now=now,
    )


async def answer(
    carts: Sequence[OpenCart],
    programmes: Sequence[Programme],
    now: datetime,
    promotions: Promotions | None = None,
) -> list[Cart]:
    """Quote locked carts and remember what was answered (R5.7).

    A placement may then never take more points nor more money. Writes only when an answer is
    another than the last one.
    """
    answered = await quote_carts(carts, programmes, now, promotions)
    noted = _noted(carts, answered)
    if noted:
        await update_rows(
            "carts",
            {"active": [True], "id": [row.id for row in noted]},
            {
                "quoted_points": [row.quoted_points for row in noted],
                "quoted_due_e4": [row.quoted_due_e4 or 0 for row in noted],
                "quoted_money_e4": [row.quoted_money_e4 or 0 for row in noted],
            },
        )
    return answered


def _noted(carts: Sequence[OpenCart], answered: Sequence[Cart]) -> list[CartRow]:
    """Note the quotes in the rows, and return those of open carts that differ from the last."""
    return [
        cart.row
        for cart, shown in zip(carts, answered, strict=True)
        if cart.row.active and note_answer(cart.row, shown.quote)
    ]


async def _note_if_unchanged(rows: Sequence[CartRow]) -> int:
    """Write the noted quotes of carts that stand as they were read; return how many that are."""
    marks = " OR ".join("id = ? AND version = ?" for _ in rows)
    names = ("quoted_points", "quoted_due_e4", "quoted_money_e4")
    case = f"CASE {'WHEN id = ? THEN CAST(? AS BIGINT) ' * len(rows)}END"
    values = [value for name in names for row in rows for value in (row.id, getattr(row, name))]
    return await execute(
        f"UPDATE carts SET {', '.join(f'{name} = {case}' for name in names)}"  # noqa: S608 - ours
        f" WHERE active AND ({marks})",
        [*values, *(value for row in rows for value in (row.id, row.version))],
    )


async def _check_unchanged(rows: Sequence[CartRow]) -> None:
    """Refuse a customer's carts that no longer stand as they were read.

    Of what is a guest's, nothing was read after the cart.
    """
    ids = [row.id for row in rows if row.customer_id is not None]
    if ids:
        found = await CartRow.filter(id__in=ids).values_list("id", "version")
        if dict(found) != {row.id: row.version for row in rows}:
            raise LostRace(_CHANGED)


async def quote_carts(
    carts: Sequence[OpenCart],
    programmes: Sequence[Programme],
    now: datetime,
    promotions: Promotions | None = None,
    standings: Mapping[str, AccountStanding | None] = MappingProxyType({}),
) -> list[Cart]:
    """Quote carts of one customer in their order, given the programmes of their websites.

    Neither promotions nor, by website, how the points stand is read where it is given.
    """
    if promotions is None:
        # Everywhere the customer is of the same group.
        promotions = await load_promotions([cart.content for cart in carts], programmes[0])
    carried = await load_carried([cart.row for cart in carts], programmes)
    on = {
        programme.website.code: (programme, await _standing(carts, programme, now, standings))
        for programme in programmes
    }
    return [
        _quoted(
            cart,
            *on[cart.row.website_code],
            carried.get(cart.row.id, NOTHING_CARRIED),
            promotions,
            now,
        )
        for cart in carts
    ]


async def _standing(
    carts: Sequence[OpenCart],
    programme: Programme,
    now: datetime,
    known: Mapping[str, AccountStanding | None],
) -> AccountStanding | None:
    """Return how the points of the carts' customer stand there, None for a guest."""
    if programme.website.code in known:
        return known[programme.website.code]
    customer_id = carts[0].row.customer_id
    if customer_id is None:
        return None
    ids = [cart.row.id for cart in carts]
    return await read_standing(customer_id=customer_id, programme=programme, now=now, cart_ids=ids)


def _quoted(
    cart: OpenCart,
    programme: Programme,
    standing: AccountStanding | None,
    carried: Carried,
    promotions: Promotions,
    now: datetime,
) -> Cart:
    """Quote one of the carts, whose own hold is not in its way."""
    row = cart.row
    funds = standing.funds_of(row.id, carried) if standing else NO_FUNDS
    quote = quote_of(cart, programme, funds, promotions, now)
    hold = standing.holds.get(row.id) if standing else None
    return Cart(
        id=row.id,
        website_code=row.website_code,
        customer_id=row.customer_id,
        email=row.email,
        active=row.active,
        content=cart.content,
        quote=quote,
        hold=_within(hold, quote, carried),
        wishes=cart.wishes,
        programme=programme,
        standing=standing,
        carried=carried,
    )


def to_hold(quote: Quote, carried: Carried) -> int:
    """Return what a hold keeps: the points used beyond those of the replaced order (R6.14)."""
    return max(quote.all_points_used - carried.points, 0)


def _within(hold: Hold | None, quote: Quote, carried: Carried) -> Hold | None:
    """Return what of the hold the quote uses, None for nothing (R5.7)."""
    points = min(hold.points, to_hold(quote, carried)) if hold else 0
    return replace(hold, points=points) if hold and points else None


async def fit_hold(cart: Cart) -> None:
    """Let go of what a cart holds beyond its quote (R5.7); the cart is locked."""
    held = cart.standing.holds.get(cart.id) if cart.standing else None
    kept = cart.hold.points if cart.hold else 0
    if cart.customer_id is not None and held is not None and kept < held.points:
        await shrink_hold(customer_id=cart.customer_id, cart_id=cart.id, points=kept)


def note_answer(row: CartRow, quote: Quote) -> bool:
    """Note the quote as the last one answered; return whether it differs from the one before."""
    before = (row.quoted_points, row.quoted_due_e4, row.quoted_money_e4)
    row.quoted_points = quote.all_points_used
    row.quoted_due_e4 = to_e4(quote.amount_due)
    row.quoted_money_e4 = to_e4(quote.money)
    return before != (row.quoted_points, row.quoted_due_e4, row.quoted_money_e4)
