"""Invitations in the admin API (R9.3)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.activities import invitations as resolvers
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.activities import invitations as services
from services.ledger.entries import LedgerEntry as BookedEntry


@strawberry.type(description="An invitation sent by a customer.")
class Invitation:
    id: strawberry.ID = strawberry.field(description="Your own id of the invitation.")
    inviter_id: strawberry.ID = strawberry.field(description="The id of the customer who sent it.")
    website_code: str = strawberry.field(
        description="The code of the website the invitation is for."
    )
    email: str | None = strawberry.field(
        description="The invited e-mail address; null if the invitee or the inviter was erased."
    )
    accepted_by: strawberry.ID | None = strawberry.field(
        description="The id of the customer who accepted it; null if nobody has."
    )
    created_at: datetime = strawberry.field(description="When the invitation was recorded.")


@strawberry.type(description="The result of reporting or accepting an invitation.")
class InvitationPayload(Payload):
    invitation: services.Invitation | None = strawberry.field(
        default=None, graphql_type=Invitation | None, description="The invitation after the change."
    )
    awards: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The points awarded to the inviter.",
    )
    message: str | None = strawberry.field(
        default=None,
        description=(
            "A message for the customer, in their language: for the inviter when sending, for the "
            "invitee when accepting."
        ),
    )
    replayed: bool = strawberry.field(
        default=False,
        description="True if this was already reported: the first result is returned again.",
    )

    @classmethod
    def of(cls, done: services.InvitationCommand) -> Self:
        """Answer with the invitation, and with what it was worth."""
        return cls(
            invitation=done.invitation,
            awards=done.awards,
            message=done.message,
            replayed=done.replayed,
        )


@strawberry.type
class InvitationQuery:
    invitations = strawberry.field(
        resolver=resolvers.list_invitations,
        graphql_type=Connection[Invitation],
        description="All invitations, newest first.",
        extensions=scoped("customers:read"),
    )


@strawberry.type
class InvitationMutation:
    invitation_create = command(
        resolvers.invitation_create,
        InvitationPayload,
        scope="points:write",
        description=(
            "Report that a customer has invited somebody. Reporting the same id again does nothing."
        ),
    )
    invitation_accept = command(
        resolvers.invitation_accept,
        InvitationPayload,
        scope="points:write",
        description=(
            "Report that an invitee has registered; call `customerPut` for them first. If the "
            "customer registered before the invitation, or has accepted another one, nobody is "
            "rewarded: `acceptedBy` stays null and `message` says why."
        ),
    )
