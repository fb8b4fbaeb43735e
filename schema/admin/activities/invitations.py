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


@strawberry.type(description="An invitation that a customer has sent.")
class Invitation:
    id: strawberry.ID = strawberry.field(description="Your own id of it.")
    inviter_id: strawberry.ID = strawberry.field(description="The customer who invited.")
    website_code: str = strawberry.field(description="The website invited to.")
    email: str = strawberry.field(description="The address invited.")
    accepted_by: strawberry.ID | None = strawberry.field(
        description="The customer whom it brought; null while it has brought none."
    )
    created_at: datetime = strawberry.field(description="When it was recorded.")


@strawberry.type(description="What was done with an invitation, or why nothing was.")
class InvitationPayload(Payload):
    invitation: services.Invitation | None = strawberry.field(
        default=None, graphql_type=Invitation | None, description="The invitation as it is now."
    )
    awards: list[BookedEntry] = strawberry.field(
        default_factory=list,
        graphql_type=list[LedgerEntry],
        description="The points awarded for it, to the inviter.",
    )
    message: str | None = strawberry.field(
        default=None,
        description=(
            "What the customer is to be told, in their language: the inviter who sends, the"
            " invitee who accepts."
        ),
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before: the first result is answered."
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
        description="The invitations, newest first.",
        extensions=scoped("customers:read"),
    )


@strawberry.type
class InvitationMutation:
    invitation_create = command(
        resolvers.invitation_create,
        InvitationPayload,
        scope="points:write",
        description="Report that a customer has invited somebody. It is known by its id.",
    )
    invitation_accept = command(
        resolvers.invitation_accept,
        InvitationPayload,
        scope="points:write",
        description=(
            "Report that an invitee has registered; put the customer first. A customer who"
            " registered before the invitation, or has accepted another, brings nobody points:"
            " `acceptedBy` then stays null and `message` says why."
        ),
    )
