"""What is answered when something is deleted."""

from typing import Self

import strawberry

from schema.admin.user_errors import Payload


@strawberry.type(description="What was deleted, or why not.")
class DeletePayload(Payload):
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id or code of what is gone."
    )

    @classmethod
    def of(cls, deleted_id: str) -> Self:
        """Answer that it is gone."""
        return cls(deleted_id=strawberry.ID(deleted_id))
