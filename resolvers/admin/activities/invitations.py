"""Invitation fields and mutations (R9.3)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.activities import acceptance as invitation_acceptance
from services.activities import invitations
from services.activities.invitations import Invitation, InvitationCommand
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page


@strawberry.input(description="An invitation sent by a customer.")
class InvitationInput:
    id: strawberry.ID = strawberry.field(
        description=(
            "Your own id of the invitation. Sending the same id again does not repeat the command."
        )
    )
    inviter_id: strawberry.ID = strawberry.field(description="The id of the customer who sends it.")
    website_code: str = strawberry.field(
        description="The code of the website the invitation is for, where the points are credited."
    )
    email: str = strawberry.field(
        description=(
            "The invited e-mail address. It can't be the inviter's own, whatever its case or +tag."
        )
    )


async def list_invitations(
    inviter_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only invitations sent by this customer."),
    ] = None,
    website_code: Annotated[
        str | None, strawberry.argument(description="Only invitations to this website.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Invitation]:
    return await invitations.list_invitations(
        inviter_id=inviter_id, website_code=website_code, page=page_request(first, after)
    )


async def invitation_create(
    info: Info,
    invitation: Annotated[
        InvitationInput, strawberry.argument(name="input", description="The invitation.")
    ],
) -> InvitationCommand:
    return await invitations.create_invitation(
        invitation_id=invitation.id,
        inviter_id=invitation.inviter_id,
        website_code=invitation.website_code,
        email=invitation.email,
        caller=caller(info),
        now=info.context.now,
    )


async def invitation_accept(
    info: Info,
    invitation_id: Annotated[
        strawberry.ID, strawberry.argument(name="id", description="The invitation's id.")
    ],
    customer_id: Annotated[
        strawberry.ID, strawberry.argument(description="The id of the customer who registered.")
    ],
) -> InvitationCommand:
    return await invitation_acceptance.accept_invitation(
        invitation_id=invitation_id,
        customer_id=customer_id,
        caller=caller(info),
        now=info.context.now,
    )
