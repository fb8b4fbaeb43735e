"""Invitations of customers who become one: those they sent, and which accepted one counts (R9.3).

The database lets each id have accepted one invitation. The one that counts is under the customer's
present id; what doesn't count is left under their old ids, where it is still known as accepted.
"""

from collections.abc import Sequence
from datetime import datetime

from models.tables.activities import InvitationRow


async def move_invitations(*, leaving_id: str, staying_id: str, old_ids: Sequence[str]) -> None:
    """Make the invitations of one customer the other's, those sent and those accepted.

    A customer converts one invitation: the first that any of their ids accepted from somebody else,
    in whatever order the ids were merged. Nobody invites themselves: an invitation by one of the
    ids that another accepted counts no longer. `old_ids` are those that led to either before.
    """
    accepted = await InvitationRow.filter(accepted_by__in=[leaving_id, staying_id, *old_ids])
    moved = _moved(accepted, leaving_id, staying_id, old_ids)
    for row, _ in moved:  # first, as one id accepts one, and none of its own
        await InvitationRow.filter(id=row.id).update(accepted_by=None, accepted_at=None)
    await InvitationRow.filter(inviter_id=leaving_id).update(inviter_id=staying_id)
    for row, place in moved:
        if place is not None:
            await InvitationRow.filter(id=row.id).update(
                accepted_by=place, accepted_at=row.accepted_at
            )


def _moved(
    accepted: Sequence[InvitationRow], leaving_id: str, staying_id: str, old_ids: Sequence[str]
) -> list[tuple[InvitationRow, str | None]]:
    """Return the invitations that go under another id, with that id.

    None for one too many: as many ids as invitations, and all of them among themselves. That takes
    customers who registered at one instant, each invited by another.
    """
    own = {leaving_id, staying_id}
    of_others = sorted((row for row in accepted if row.inviter_id not in own), key=_accepted)
    counts = of_others[0] if of_others else None
    left = [row for row in accepted if row is not counts and row.accepted_by != staying_id]
    taken = {row.accepted_by for row in left}
    free = [each for each in (leaving_id, *old_ids) if each not in taken]
    moved: list[tuple[InvitationRow, str | None]] = [
        (row, free[0] if free else None)
        for row in accepted
        if row is not counts and row.accepted_by == staying_id
    ]
    if counts is not None and counts.accepted_by != staying_id:
        moved.append((counts, staying_id))
    return sorted(moved, key=lambda each: each[0].id)


def _accepted(row: InvitationRow) -> tuple[datetime, str]:
    assert row.accepted_at is not None, "it was accepted by somebody"
    return row.accepted_at, row.id
