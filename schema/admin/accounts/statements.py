"""Statements in the admin API: an account's entries with the proof of the last seal (R17.2)."""

from datetime import datetime

import strawberry

from resolvers.admin.accounts import statements
from schema.admin.pages import Connection
from schema.permissions import scoped
from schema.scalars import BigInt


@strawberry.type(description="An entry as it is hashed.")
class StatementEntry:
    sequence: int = strawberry.field(description="Its place in the account's history, from 1.")
    canonical: str = strawberry.field(
        description=(
            "The exact text whose SHA-256, with the hash before it, gives `hash`; before the first"
            " entry stand 32 zero bytes."
        )
    )
    hash: str = strawberry.field(description="The entry's hash, in hexadecimal.")


@strawberry.type(
    description=(
        "A customer's entries on one website, with the proof that none was changed or left out"
        " before the last seal. `docs/proof.md` has a program that checks it. The fields about the"
        " seal are null while nothing of the account has been sealed."
    )
)
class Statement:
    customer_id: strawberry.ID = strawberry.field(description="The customer's id.")
    website_code: str = strawberry.field(description="The website's code.")
    entries = strawberry.field(
        resolver=statements.entries,
        graphql_type=Connection[StatementEntry],
        description="All entries of the account, the oldest first.",
    )
    sealed_at: datetime | None = strawberry.field(description="When the last seal was made.")
    sealed_sequence: int | None = strawberry.field(
        description=(
            "The `sequence` of the account's last entry under the seal: its hash is the leaf of the"
            " seal's tree. Later entries are in the next seal."
        )
    )
    leaf_index: BigInt | None = strawberry.field(
        description="The leaf's place in the tree, from 0."
    )
    tree_size: BigInt | None = strawberry.field(description="The number of leaves in the tree.")
    key_id: str | None = strawberry.field(description="Which key signed the seal.")
    root: str | None = strawberry.field(description="The tree's root, in hexadecimal.")
    inclusion_proof: list[str] | None = strawberry.field(
        description=(
            "The hashes that lead from the leaf to the root, the nearest first, in hexadecimal"
            " (RFC 6962, section 2.1.1)."
        )
    )
    signature: str | None = strawberry.field(
        description="The Ed25519 signature of the tree's head, in hexadecimal."
    )


@strawberry.type
class StatementQuery:
    statement = strawberry.field(
        resolver=statements.statement,
        graphql_type=Statement,
        description=(
            "A customer's entries with the proof that none was changed or left out since the last"
            " seal."
        ),
        extensions=scoped("customers:read"),
    )
