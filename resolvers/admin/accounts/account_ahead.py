"""Account ahead: which account of a customer a request will ask for, to be read with them."""

from resolvers.context import Info
from resolvers.look_ahead import FieldAhead, ahead
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, LARGEST_PAGE
from services.customers.customer_account import AccountWanted


def account_ahead(info: Info) -> AccountWanted | None:
    """Return the account that the fields of the customer will show."""
    account = ahead(info).find("account")
    code = account.text("websiteCode") if account else None
    if account is None or code is None:
        return None
    return AccountWanted(code, _entries(account.find("history")))


def _entries(history: FieldAhead | None) -> int:
    if history is None or history.text("after") is not None:
        return 0
    first = history.number("first", DEFAULT_PAGE_SIZE)
    # One more tells whether there is a next page.
    return first + 1 if 1 <= first <= LARGEST_PAGE else 0
