"""Personal data of a customer: all that is kept of them, to be handed over before erasing (R12.5).

Of merged customers it is what is under all of their ids.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from models.database import document, fetch, instant
from models.rows.excerpts import Excerpt, fetch_together
from services.command.amounts import from_e4
from services.command.erasing import OF_CUSTOMERS, addresses_put
from services.customers.customers import find_customer
from services.programme.known_customers import all_ids

_OF_IDS: Mapping[str, str] = {
    "customers": """SELECT id, email, first_name, last_name, locale, customer_group_code,
        website_code, balance_updates, expiration_notifications, excluded_from_rewards, created_at,
        merged_into, merged_at, erased_at FROM customers WHERE id IN ({ids}) ORDER BY id""",
    "accounts": """SELECT customer_id, website_code, balance, debt, created_at
        FROM reward_accounts WHERE customer_id IN ({ids}) ORDER BY customer_id, website_code""",
    "ledgerEntries": """SELECT id, customer_id, website_code, sequence, points, balance, currency,
        amount_e4, amount_balance_e4, reason, label, comment, actor, order_id, created_at
        FROM ledger WHERE customer_id IN ({ids}) ORDER BY id""",
    "lots": """SELECT id, customer_id, points, remaining, expired, created_at, static_expires_at
        FROM points_lots WHERE customer_id IN ({ids}) ORDER BY id""",
    "awards": """SELECT customer_id, website_code, kind, activity_code, reference, awarded_at
        FROM activity_awards WHERE customer_id IN ({ids}) ORDER BY id""",
    "newsletterSignups": """SELECT customer_id, website_code, signed_up_at
        FROM newsletter_signups WHERE customer_id IN ({ids}) ORDER BY customer_id""",
    "invitationsSent": """SELECT id, inviter_id, website_code, email, accepted_at, created_at
        FROM invitations WHERE inviter_id IN ({ids}) ORDER BY id""",
    "invitationsAccepted": """SELECT id, website_code, email, accepted_by, accepted_at, created_at
        FROM invitations WHERE accepted_by IN ({ids}) ORDER BY id""",
    "carts": """SELECT id, website_code, customer_id, email, content, active, created_at, updated_at
        FROM carts WHERE customer_id IN ({ids})
        OR id IN (SELECT cart_id FROM orders WHERE customer_id IN ({ids})) ORDER BY id""",
    "orders": """SELECT id, number, website_code, customer_id, cart_id, status, quote, points_used,
        product_points_used, points_taken, points_granted, pending_points, placed_at, completed_at
        FROM orders WHERE customer_id IN ({ids}) ORDER BY id""",
    "emails": """SELECT id, customer_id, website_code, kind, status, recipient, subject, text,
        created_at, sent_at FROM emails WHERE customer_id IN ({ids}) ORDER BY id""",
    "auditLog": """SELECT id, actor, action, target, details, created_at FROM audit_log
        WHERE target IN ({ids}) AND action IN ({actions})
        OR action = 'orderSetStatus'
            AND target IN (SELECT o.id FROM orders o WHERE o.customer_id IN ({ids}))
        OR action = 'invitationCreate' AND target IN (SELECT i.id FROM invitations i
            WHERE i.inviter_id IN ({ids}) OR i.accepted_by IN ({ids}))
        ORDER BY id""",
}
# What stands under an address of theirs, not under an id.
_OF_ADDRESSES: Mapping[str, str] = {
    "invitationsReceived": """SELECT id, website_code, email, created_at
        FROM invitations WHERE accepted_by IS NULL AND lower(email) IN ({addresses}) ORDER BY id""",
    "guestCarts": """SELECT id, website_code, email, content, active, created_at, updated_at
        FROM carts WHERE customer_id IS NULL AND lower(email) IN ({addresses})
        AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.cart_id = carts.id
            AND o.customer_id IS NOT NULL) ORDER BY id""",
}
_ACTIONS = ", ".join(f"'{action}'" for action in OF_CUSTOMERS)
_DOCUMENTS = {"content", "quote", "details"}
_SWITCHES = {"balance_updates", "expiration_notifications", "excluded_from_rewards", "active"}


async def personal_data(*, customer_id: str) -> dict[str, object]:
    """Return all that is kept of a customer, as plain values for JSON, by kinds.

    Instants are in UTC, money is text. Raises NotFound.
    """
    customer = await find_customer(customer_id)
    ids = await all_ids(customer.id)
    marks = ", ".join("?" for _ in ids)
    found: dict[str, object] = {"customerId": customer.id}
    for kind, sql in _OF_IDS.items():
        whole = sql.format(ids=marks, actions=_ACTIONS)
        rows = await fetch(whole, [*ids] * sql.count("{ids}"))
        found[kind] = [_shown(row) for row in rows]
    return found | await _of_addresses(await _addresses(customer.email, ids))


async def _addresses(present: str | None, ids: Sequence[str]) -> list[str]:
    return sorted({*await addresses_put(ids), *([present.lower()] if present else [])})


async def _of_addresses(addresses: Sequence[str]) -> dict[str, object]:
    marks = ", ".join("?" for _ in addresses) or "NULL"
    return {
        kind: [
            _shown(row)
            for row in await fetch_together(
                sql.format(addresses=marks),
                addresses,
                _guest_carts(marks, addresses) if kind == "guestCarts" else (),
            )
        ]
        for kind, sql in _OF_ADDRESSES.items()
    }


def _guest_carts(marks: str, addresses: Sequence[str]) -> list[Excerpt]:
    return [
        Excerpt("carts", f"customer_id IS NULL AND lower(email) IN ({marks})", addresses),
        Excerpt("orders", "cart_id IN (SELECT id FROM some_carts)"),
    ]


def _shown(row: Mapping[str, object]) -> dict[str, object]:
    return {
        _camel(column.removesuffix("_e4")): _value(column, value) for column, value in row.items()
    }


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _value(column: str, value: object) -> object:
    if value is None:
        return None
    if column in _DOCUMENTS:
        return document(value)
    if column in _SWITCHES:
        return bool(value)
    if column.endswith("_e4"):
        assert isinstance(value, int), "money is kept in ten-thousandths"
        return f"{from_e4(value):f}"
    if column.endswith("_at"):
        return instant(value).isoformat()
    return str(value) if isinstance(value, UUID | datetime | date) else value
