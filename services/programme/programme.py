"""Programme for one website and one customer, read in one statement."""

from collections.abc import Mapping
from typing import NamedTuple, cast

from models.database import Query, fetch
from services.programme.customer_groups import GENERAL_GROUP
from services.programme.rule_book import RuleBook, Terms, rule_book
from services.rules.basics.codes import is_id
from services.rules.basics.locales import DEFAULT_LOCALE
from services.rules.basics.refusals import NotFound, Path
from services.rules.checkout.cart_rules import CartRule
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.orders.status import StatusRule
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.settings import RewardSettings
from services.rules.programme.visibility import are_points_shown
from services.rules.programme.website import Website

CUSTOMER_COLUMNS = """
    c.id AS customer_id, c.customer_group_code, c.locale, c.excluded_from_rewards, c.erased_at,
    c.has_old_ids
"""
_VERSION_AND_CUSTOMER = f"""
SELECT v.version, c.merged_into, {CUSTOMER_COLUMNS}
FROM programme_version v LEFT JOIN customers c ON c.id = ?
WHERE v.id = 1
"""  # noqa: S608 - put together of our own words


class Programme(NamedTuple):
    """How points work for a customer on a website.

    A customer we do not know, or a guest, is of the group `general` (R1.2). Without a rate of a
    direction nothing is earned, or points have no value (R2.5). `status_rules` are the website's,
    by status (R6.2), `cart_rules` the shop's active ones that need no coupon (R8.1). `customer_id`
    is the customer's present id, whichever of theirs the programme was asked for by (R12.5); None
    for a guest. It is a tuple: every command makes one, and an import one for each customer.
    """

    website: Website
    settings: RewardSettings
    group_code: str
    earning: RecordedRate | None
    redemption: RecordedRate | None
    status_rules: Mapping[str, StatusRule]
    cart_rules: tuple[CartRule, ...]
    locale: str = DEFAULT_LOCALE
    customer_known: bool = False
    is_excluded: bool = False
    customer_id: str | None = None
    has_old_ids: bool = False

    @property
    def present_id(self) -> str:
        """The customer's present id: whose account it is, and whose carts and orders."""
        assert self.customer_id is not None, "a guest has no account"
        return self.customer_id

    @property
    def is_on(self) -> bool:
        """Whether the customer earns and redeems at all (R1.6, R12.6)."""
        return self.settings.enabled and not self.is_excluded

    @property
    def may_earn(self) -> bool:
        """Whether the customer earns by themselves now (R1.6, R12.6)."""
        return are_points_shown(self.settings) and not self.is_excluded

    @property
    def expiry(self) -> ExpiryPolicy:
        """How long points live on the website (R10.1, R10.2)."""
        return ExpiryPolicy(
            days=self.settings.expiry_days,
            calculation=self.settings.expiry_calculation,
            rounding=self.settings.expiry_rounding,
            time_zone=self.website.time_zone,
        )


async def load_programme(
    *, website_code: str | None, customer_id: str | None, path: Path = ("website_code",)
) -> Programme:
    """Load the programme of a live website, or the default one, for a customer, or a guest (None).

    Raises NotFound, at the path, for a website that is unknown or deleted.
    """
    programme = await load_recorded_programme(
        website_code=website_code, customer_id=customer_id, path=path
    )
    check_live(programme.website, path=path)
    return programme


def check_live(website: Website, *, path: Path) -> None:
    """Refuse a deleted website like one that never was.

    Raises NotFound, at the path.
    """
    if website.is_deleted:
        raise _no_website(website.code, path)


async def load_recorded_programme(
    *, website_code: str | None, customer_id: str | None, path: Path = ("website_code",)
) -> Programme:
    """Load the programme for what was begun on a website that may be deleted by now (R1.5).

    Raises NotFound, at the path, for a website that never was.
    """
    query = programme_query(customer_id)
    (row,) = await fetch(query.sql, query.values)
    if row["merged_into"] is not None:  # an old id is of the customer it was merged into (R12.5)
        (row,) = await fetch(_VERSION_AND_CUSTOMER, [row["merged_into"]])
    book = await rule_book(cast("int", row["version"]))
    code = book.default_website().code if website_code is None else website_code
    return customers_programme(book, code, row, given_id=customer_id, path=path)


def programme_query(customer_id: str | None) -> Query:
    """Return what loading a programme asks the database for a customer, or a guest (None)."""
    known_id = customer_id if customer_id is not None and is_id(customer_id) else None
    return Query(_VERSION_AND_CUSTOMER, [known_id])


async def load_programme_of_group(*, website_code: str, group_code: str) -> Programme:
    """Load the programme of a website, deleted or not, for any customer of a group.

    Raises NotFound, path ("website_code",), for a website that never was.
    """
    return programme_in(await rule_book(), website_code, group_code=group_code, customer_known=True)


def customers_programme(
    book: RuleBook,
    website_code: str,
    customer: Mapping[str, object],
    *,
    given_id: str | None,
    path: Path = ("website_code",),
) -> Programme:
    """Return a customer's programme, given a row with their columns, null for somebody unknown.

    `given_id` is the id they were asked for by. Raises NotFound, at the path.
    """
    if customer["customer_group_code"] is None:
        return programme_in(book, website_code, path=path)._replace(customer_id=given_id)
    group_code = str(customer["customer_group_code"])
    terms = _terms(book, website_code, group_code, path)
    return Programme(
        website=terms.website,
        settings=terms.settings,
        group_code=group_code,
        earning=terms.earning,
        redemption=terms.redemption,
        status_rules=terms.status_rules,
        cart_rules=book.cart_rules,
        locale=str(customer["locale"]),
        customer_known=True,
        is_excluded=bool(customer["excluded_from_rewards"]) or customer["erased_at"] is not None,
        customer_id=str(customer["customer_id"]),
        has_old_ids=bool(customer["has_old_ids"]),
    )


def programme_in(
    book: RuleBook,
    website_code: str,
    *,
    group_code: str = GENERAL_GROUP,
    locale: str = DEFAULT_LOCALE,
    customer_known: bool = False,
    path: Path = ("website_code",),
) -> Programme:
    """Return the programme of a website, deleted or not, as the rule book has it.

    Raises NotFound, at the path.
    """
    terms = _terms(book, website_code, group_code, path)
    return Programme(
        website=terms.website,
        settings=terms.settings,
        group_code=group_code,
        earning=terms.earning,
        redemption=terms.redemption,
        status_rules=terms.status_rules,
        cart_rules=book.cart_rules,
        locale=locale,
        customer_known=customer_known,
    )


def _terms(book: RuleBook, website_code: str, group_code: str, path: Path) -> Terms:
    if website_code not in book.websites:
        raise _no_website(website_code, path)
    return book.terms(website_code, group_code)


def _no_website(code: str, path: Path) -> NotFound:
    return NotFound(f"There is no website {code}.", path=path)
