"""Visits: who asks, on which website, and how their points stand, in one statement (R12.1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.ledger.reading.standing import AccountStanding, read_account
from services.programme.programme import Programme, check_live
from services.programme.rule_book import RuleBook, proven
from services.rules.programme.visibility import are_points_shown
from services.storefront.points import CustomerPoints
from services.storefront.visitors import Visitor, receive


@dataclass(frozen=True, slots=True)
class Visit:
    """A visitor with what their website says and how their account there stands."""

    visitor: Visitor
    programme: Programme
    standing: AccountStanding

    @property
    def points(self) -> CustomerPoints | None:
        """Their points as they may see them, None while customers may not see any (R1.6)."""
        if not are_points_shown(self.programme.settings):
            return None
        return CustomerPoints(self.programme, self.standing)


async def read_visit(
    *,
    customer_id: str,
    store: str | None,
    token_website_code: str | None,
    newest: int = 0,
    now: datetime,
) -> Visit:
    """Return the visit of a signed-in customer, given the `Store` header and the token's website.

    A token with an old id is the customer's whom it stands for (R12.5). As many of the `newest`
    entries of their history as are asked for are read along.

    Raises Forbidden when the token is for another website than the header names, NotFound for a
    website that does not exist.
    """

    async def read(book: RuleBook) -> tuple[int, Visit]:
        visitor = receive(
            customer_id=customer_id,
            store_website_code=book.website_of_store(store) if store else None,
            token_website_code=token_website_code,
        )
        code = visitor.website_code or book.default_website().code
        version, found = await read_account(
            book, customer_id=customer_id, website_code=code, now=now, newest=newest
        )
        check_live(found.programme.website, path=("website_code",))
        visitor = replace(visitor, customer_id=found.programme.present_id)
        return version, Visit(visitor, found.programme, found.standing)

    return await proven(read)
