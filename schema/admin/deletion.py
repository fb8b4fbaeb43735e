"""Deletions in the admin API: the payload of every delete mutation."""

from typing import Self

import strawberry

from schema.admin.user_errors import Payload


@strawberry.type(description="The result of deleting something.")
class DeletePayload(Payload):
    deleted_id: strawberry.ID | None = strawberry.field(
        default=None, description="The id or code of what was deleted."
    )

    @classmethod
    def of(cls, deleted_id: str) -> Self:
        """Answer that it is gone."""
        return cls(deleted_id=strawberry.ID(deleted_id))
