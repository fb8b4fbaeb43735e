"""Merge previews: what making two customers one would do, before it is done for ever (R12.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.tables.activities import InvitationRow
from models.tables.checkout import OrderRow
from services.accounts.accounts import read_accounts
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.transaction import rolled_back
from services.customers.customers import find_customer
from services.customers.merging import merge_customers
from services.ledger.reading.standing import AccountStanding
from services.rules.basics.refusals import RewardsError


@dataclass(frozen=True, slots=True)
class MergedAccount:
    """An account of the customer who stays: both balances before, and the one after."""

    website_code: str
    from_balance: int
    into_balance: int
    after: AccountStanding


@dataclass(frozen=True, slots=True)
class PreviewedMerge:
    """What a merge would do, or why it would be refused.

    `orders` and `invitations` are those that would be the other customer's from then on, who
    `is_excluded` from rewards if either was.
    """

    is_excluded: bool = False
    accounts: tuple[MergedAccount, ...] = ()
    orders: int = 0
    invitations: int = 0
    refusal: RewardsError | None = None


async def preview_merge(
    *, from_id: str, into_id: str, caller: Caller, now: datetime
) -> PreviewedMerge:
    """Say what the merge would do, or why it would be refused; nothing is written."""
    try:
        return await _try(from_id, into_id, caller, now)
    except RewardsError as refusal:
        return PreviewedMerge(refusal=refusal)


@rolled_back
async def _try(from_id: str, into_id: str, caller: Caller, now: datetime) -> PreviewedMerge:
    leaving = (await find_customer(from_id, path=("from_id",))).id
    staying = (await find_customer(into_id, path=("into_id",))).id
    before = [await _balances(customer_id, now) for customer_id in (leaving, staying)]
    orders = await OrderRow.filter(customer_id=leaving).count()
    invitations = await InvitationRow.filter(inviter_id=leaving).count()
    merged = await merge_customers(
        from_id=leaving,
        into_id=staying,
        idempotency_key=str(new_id(now)),
        caller=caller,
        now=now,
    )
    after = await read_accounts(customer_id=staying, now=now)
    return PreviewedMerge(
        is_excluded=merged.customer.excluded_from_rewards,
        accounts=tuple(
            MergedAccount(code, before[0].get(code, 0), before[1].get(code, 0), account)
            for account in after
            for code in [account.website_code]
        ),
        orders=orders,
        invitations=invitations,
    )


async def _balances(customer_id: str, now: datetime) -> Mapping[str, int]:
    accounts = await read_accounts(customer_id=customer_id, now=now)
    return {account.website_code: account.balance for account in accounts}
