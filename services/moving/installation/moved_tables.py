"""Moved tables: which of the database's tables an export has, in the order of an import (R15.4).

Each table is in one of the two lists: a test fails for one that is in none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table that an export has.

    `rows` is the condition of those that do. A new installation has rows in one that `is_begun`;
    an import puts the export's in their place.
    """

    name: str
    rows: str = ""
    is_begun: bool = False


# A row comes after the rows that it refers to.
MOVED = (
    MovedTable("sandbox_clock", is_begun=True),
    MovedTable("installation_keys", is_begun=True),  # ADR 150: hashed addresses are of no use alone
    MovedTable("websites"),
    MovedTable("store_views"),
    MovedTable("customer_groups", is_begun=True),
    MovedTable("setting_overrides", is_begun=True),
    MovedTable("exchange_rates"),
    MovedTable("programme_changes", is_begun=True),
    MovedTable("order_status_rules"),
    MovedTable("product_points"),
    MovedTable("product_group_points"),
    MovedTable("cart_rules"),
    MovedTable("custom_activities"),
    MovedTable("email_templates"),
    MovedTable("customer_group_changes"),
    MovedTable("registered_emails"),
    MovedTable("newsletter_signups"),
    MovedTable("invitations"),
    MovedTable("reward_accounts"),
    MovedTable("ledger_entries"),
    MovedTable("entry_comments"),
    MovedTable("points_lots"),
    MovedTable("lot_allocations"),
    MovedTable("carts"),
    MovedTable("orders"),
    MovedTable("order_lines"),
    MovedTable("order_events"),
    MovedTable("customers"),  # behind what triggers refuse to a customer who was merged
    MovedTable("point_holds"),
    MovedTable("activity_awards"),
    MovedTable("emails", rows="status <> 'QUEUED'"),
    MovedTable("idempotency_keys"),
    MovedTable("audit_entries"),
    MovedTable("audit_details"),
    MovedTable("file_imports"),
    MovedTable("seals", rows="sealed_at IS NOT NULL"),
    MovedTable(
        "sealed_accounts", rows="seal IN (SELECT sequence FROM seals WHERE sealed_at IS NOT NULL)"
    ),
    MovedTable(
        "sealed_chunks", rows="seal IN (SELECT sequence FROM seals WHERE sealed_at IS NOT NULL)"
    ),
    MovedTable("sealed_audit_entries"),
)

NOT_MOVED = {
    "webhook_endpoints": "their signing secrets stay where they are: put them again",
    "webhook_deliveries": "what is on its way is delivered by the installation that it began in",
    "book_closings": "the worker makes them anew from the ledger",
    "book_keeping": "it tells how far this installation's closings go",
    "job_states": "they tell how this installation's workers fare",
    "rate_limit_buckets": "they tell what this installation's callers have just asked",
    "programme_version": "triggers draw a new one",
    "tortoise_migrations": "they tell how this database came about",
}
