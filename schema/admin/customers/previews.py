"""Previews of merging and erasing in the admin API, and personal data handed over (R12.5)."""

import strawberry
from strawberry.scalars import JSON

from resolvers.admin.customers import erasing, merging
from schema.admin.customers.customers import Customer
from schema.admin.user_errors import UserError, user_error
from schema.permissions import scoped
from services.customers.customers import Customer as KnownCustomer
from services.customers.merging_preview import MergedAccount as MergedBalances
from services.customers.merging_preview import PreviewedMerge


def _refusals(preview: strawberry.Parent[PreviewedMerge]) -> list[UserError]:
    refusal = preview.refusal
    return [] if refusal is None else [user_error(refusal, ("fromId", "intoId"))]


def _excluded(preview: strawberry.Parent[PreviewedMerge]) -> bool:
    return preview.is_excluded


def _balance(account: strawberry.Parent[MergedBalances]) -> int:
    return account.after.balance


@strawberry.type(description="An account on one website, before a merge and after it.")
class MergedAccount:
    website_code: str = strawberry.field(description="The website's code.")
    from_balance: int = strawberry.field(
        description="The balance of the customer who would become part of the other one."
    )
    into_balance: int = strawberry.field(description="The balance of the customer who would stay.")
    balance = strawberry.field(resolver=_balance, description="The balance after the merge.")


@strawberry.type(description="What merging two customers would do.")
class CustomerMergePreview:
    accounts: list[MergedAccount] = strawberry.field(
        description="The accounts of the customer who would stay; empty if refused."
    )
    orders: int = strawberry.field(
        description="The number of orders that would become the other customer's."
    )
    invitations: int = strawberry.field(
        description="The number of sent invitations that would become the other customer's."
    )
    excluded_from_rewards = strawberry.field(
        resolver=_excluded,
        description="Whether the customer who stays would be excluded from rewards.",
    )
    user_errors = strawberry.field(
        resolver=_refusals,
        graphql_type=list[UserError],
        description="Why the merge would be refused; empty if it would be carried out.",
    )


@strawberry.type(description="What erasing a customer would remove. The ledger would stay.")
class CustomerErasePreview:
    customer: KnownCustomer = strawberry.field(
        graphql_type=Customer, description="The customer as they are now."
    )
    comments: int = strawberry.field(
        description="The number of ledger entries that would lose their comment."
    )
    emails: int = strawberry.field(description="The number of mails that would be deleted.")
    invitations: int = strawberry.field(
        description="The number of invitations that would lose their e-mail address."
    )
    carts: int = strawberry.field(
        description="The number of carts that would lose their e-mail address."
    )
    audit_entries: int = strawberry.field(
        description="The number of audit entries that would lose their details."
    )


@strawberry.type
class CustomerPreviewQuery:
    customer_merge_preview = strawberry.field(
        resolver=merging.customer_merge_preview,
        graphql_type=CustomerMergePreview,
        description="Preview a merge of two customers without carrying it out.",
        extensions=scoped("customers:read"),
    )
    customer_erase_preview = strawberry.field(
        resolver=erasing.customer_erase_preview,
        graphql_type=CustomerErasePreview,
        description=(
            "Preview what erasing a customer would remove, without carrying it out. Refused with "
            "NOT_FOUND if unknown."
        ),
        extensions=scoped("customers:read"),
    )
    customer_personal_data = strawberry.field(
        resolver=erasing.customer_personal_data,
        graphql_type=JSON,
        description=(
            "All that is kept of a customer, under all the ids they have had, to be handed over. "
            "Refused with NOT_FOUND if unknown."
        ),
        extensions=scoped("customers:write"),
    )
