"""Distribution over Citus: which tables are spread by what, and the statements that spread them.

All that belongs to a customer stands in one shard group, by the customer's id; carts, orders and
what is the program's own stand by their own keys; the programme is on every node (R18.1). A key
that doesn't name what its table is spread by can't be kept by any one node: those few are told
below, each with what keeps it instead.
"""

from collections.abc import Sequence
from typing import Final

from tortoise.backends.base.client import BaseDBAsyncClient

# Copied to every node: the programme, and what triggers of spread tables look at.
REFERENCE: Final = (
    "programme_version",
    "websites",
    "customer_groups",
    "setting_overrides",
    "exchange_rates",
    "store_views",
    "cart_rules",
    "order_status_rules",
    "custom_activities",
    "product_points",
    "product_group_points",
    "email_templates",
    "webhook_endpoints",
    "book_keeping",
    "book_closings",
)
# Spread by the column: those of a customer first, which stand together.
DISTRIBUTED: Final = {
    "customers": "id",
    "reward_accounts": "customer_id",
    "ledger_entries": "customer_id",
    "entry_comments": "customer_id",
    "points_lots": "customer_id",
    "lot_allocations": "customer_id",
    "point_holds": "customer_id",
    "activity_awards": "customer_id",
    "emails": "customer_id",
    "webhook_deliveries": "customer_id",
    "customer_group_changes": "customer_id",
    "newsletter_signups": "customer_id",
    "orders": "id",
    "order_lines": "order_id",
    "order_events": "order_id",
    "carts": "id",
    "invitations": "id",
    "audit_entries": "id",
    "audit_details": "entry_id",
    "sealed_audit_entries": "entry_id",
    "idempotency_keys": "key",
    "registered_emails": "email_hash",
}
# They are few, and are looked for by who accepted one whenever an order becomes complete.
_ON_ONE_SHARD: Final = "invitations"

_IN_ONE_TRANSACTION: Final = (
    # Our triggers look at rows of the same customer, or at what every node has.
    "SET LOCAL citus.enable_unsafe_triggers = on",
    # Spread tables that refer to the programme are made one shard after the other.
    "SET LOCAL citus.multi_shard_modify_mode = 'sequential'",
    "SET LOCAL client_min_messages = 'warning'",
)
_KEYS: Final = (
    *(
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey,"
        f" ADD CONSTRAINT {table}_pkey PRIMARY KEY (order_id, id)"
        for table in ("order_lines", "order_events")
    ),
    # Whoever makes a seal counts its leaves, and there is one at a time.
    (
        "ALTER TABLE sealed_audit_entries DROP CONSTRAINT sealed_audit_entries_pkey,"
        " ADD CONSTRAINT sealed_audit_entries_pkey PRIMARY KEY (entry_id, leaf)"
    ),
    "CREATE INDEX sealed_audit_entries_by_leaf ON sealed_audit_entries (leaf)",
    # The cart's lock keeps it.
    "ALTER TABLE orders DROP CONSTRAINT orders_once_per_cart",
    # Who accepts is locked, and looked for among all who have accepted.
    "ALTER TABLE invitations DROP CONSTRAINT invitations_one_per_invitee",
    # They would write to what is on every node: `models.scaling.closed_books` does instead.
    "DROP TRIGGER ledger_entries_reopen_books ON ledger_entries",
    "DROP TRIGGER customer_group_changes_reopen_books ON customer_group_changes",
    "DROP TRIGGER customers_reopen_books ON customers",
    "DROP TRIGGER customers_reopen_books_later ON customers",
    # They look at customers of other shards: `keep_from_merging` does instead.
    "DROP TRIGGER carts_insert_of_nobody_merged ON carts",
    "DROP TRIGGER carts_update_of_nobody_merged ON carts",
    "DROP TRIGGER orders_update_of_nobody_merged ON orders",
    "DROP TRIGGER invitations_insert_of_nobody_merged ON invitations",
)
# While rows are copied to the nodes nothing else may be said on the same connections.
_SILENT: Final = """
CREATE OR REPLACE FUNCTION change_programme_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RETURN NULL; END $$
"""
# A trigger of a table that every node has runs on every node, and one of them speaks for all.
_PROGRAMME_VERSION: Final = """
CREATE OR REPLACE FUNCTION change_programme_version() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE other BIGINT := ('x' || md5(gen_random_uuid()::text))::bit(64)::bigint;
    BEGIN
        IF (SELECT groupid = 0 FROM pg_dist_local_group) THEN
            UPDATE programme_version SET version = other WHERE id = 1;
        END IF;
        RETURN NULL;
    END $$
"""
_FOREIGN_KEYS: Final = """
SELECT conrelid::regclass::text AS table_name, conname AS name, pg_get_constraintdef(oid) AS ddl
FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1)
"""
_IS_DISTRIBUTED: Final = """
SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass('reward_accounts')
"""
# Clusters of before 30 November 2026 have it on many shards (ADR 226).
_GATHER: Final = f"""
SELECT alter_distributed_table('{_ON_ONE_SHARD}', shard_count := 1, cascade_to_colocated := false)
WHERE (SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = to_regclass('{_ON_ONE_SHARD}')) > 1
"""  # noqa: S608 - a name of ours
_HAS_CITUS: Final = "SELECT to_regclass('pg_dist_partition') IS NOT NULL AS has_citus"


async def is_spread(client: BaseDBAsyncClient) -> bool | None:
    """Tell whether the tables are spread over a cluster; None where Citus is not installed."""
    (found,) = await client.execute_query_dict(_HAS_CITUS)
    return bool(await client.execute_query_dict(_IS_DISTRIBUTED)) if found["has_citus"] else None


async def distribute(client: BaseDBAsyncClient) -> None:
    """Spread the tables over the cluster's workers, rows and all; in the open transaction.

    Where they are spread already, a table that is to be on one shard is brought there.
    """
    if await client.execute_query_dict(_IS_DISTRIBUTED):
        await _run(client, [*_IN_ONE_TRANSACTION, _GATHER])
        return
    await _run(client, [*_IN_ONE_TRANSACTION, *_KEYS, _SILENT])
    # A table can't be spread while those that it refers to are not. One that Citus makes its own
    # for the sake of a foreign key loses its triggers on the coordinator.
    keys = await client.execute_query_dict(_FOREIGN_KEYS, [[*REFERENCE, *DISTRIBUTED]])
    await _run(client, [f"ALTER TABLE {k['table_name']} DROP CONSTRAINT {k['name']}" for k in keys])
    await _run(client, [f"SELECT create_reference_table('{table}')" for table in REFERENCE])
    await _run(
        client,
        [
            f"SELECT create_distributed_table('{table}', '{column}'{_shards(table)})"
            for table, column in DISTRIBUTED.items()
        ],
    )
    await _run(
        client,
        [
            *(f"ALTER TABLE {k['table_name']} ADD CONSTRAINT {k['name']} {k['ddl']}" for k in keys),
            _PROGRAMME_VERSION,
        ],
    )


def _shards(table: str) -> str:
    return ", shard_count := 1, colocate_with := 'none'" if table == _ON_ONE_SHARD else ""


async def _run(client: BaseDBAsyncClient, statements: Sequence[str]) -> None:
    for statement in statements:
        await client.execute_query(statement)
