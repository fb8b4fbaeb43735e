"""Fields about invitations (R9.3)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.activities import acceptance as invitation_acceptance
from services.activities import invitations
from services.activities.invitations import Invitation, InvitationCommand
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page


@strawberry.input(description="An invitation that a customer has sent.")
class InvitationInput:
    id: strawberry.ID = strawberry.field(
        description="Your own id of it: sent again, it is not done again."
    )
    inviter_id: strawberry.ID = strawberry.field(description="The customer who invites.")
    website_code: str = strawberry.field(
        description="The website invited to; what the invitation is worth is credited there."
    )
    email: str = strawberry.field(
        description="The address invited; not the inviter's own, in any case, with any +tag."
    )


async def list_invitations(
    inviter_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="Only those of this customer.")
    ] = None,
    website_code: Annotated[
        str | None, strawberry.argument(description="Only those to this website.")
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[Invitation]:
    """Return a page of the invitations."""
    return await invitations.list_invitations(
        inviter_id=inviter_id, website_code=website_code, page=page_request(first, after)
    )


async def invitation_create(
    info: Info,
    invitation: Annotated[
        InvitationInput, strawberry.argument(name="input", description="The invitation.")
    ],
) -> InvitationCommand:
    """Record an invitation that was sent."""
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
        strawberry.ID, strawberry.argument(description="The customer who registered for it.")
    ],
) -> InvitationCommand:
    """Record that an invitee has registered."""
    return await invitation_acceptance.accept_invitation(
        invitation_id=invitation_id,
        customer_id=customer_id,
        caller=caller(info),
        now=info.context.now,
    )
