"""The rows that hold points. Only services.ledger imports this module.

Each table's key starts with the customer's id, so that the data can be sharded by customer; the
ORM, which knows single keys only, is told of `id`. Entries and allocations are append-only by
triggers of the database (R3.1); the DDL is in models/migrations.
"""

from tortoise import fields
from tortoise.models import Model


class RewardAccount(Model):
    """The points of one customer on one website (R1.2); `entries` counts its ledger entries.

    `last_hash` is the hash of the last of them (R17.1). `pending_points` is what its orders
    promise, `matures_at` when the first of that matures, where it is known (R6.13). A `merged` one
    is of an old id: it is empty, and nothing moves on it any more (R12.5). `other_changes` counts
    what was changed without an entry: each hold made, each event told (ADR 193).
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    website_code = fields.CharField(max_length=64)
    balance = fields.IntField()
    debt = fields.IntField()
    entries = fields.IntField()
    created_at = fields.DatetimeField()
    matures_at = fields.DatetimeField(null=True)
    last_hash = fields.BinaryField(null=True)
    merged = fields.BooleanField(default=False)
    other_changes = fields.IntField(default=0)
    pending_points = fields.BigIntField(default=0)

    class Meta:
        table = "reward_accounts"


class LedgerEntryRow(Model):
    """One change of a balance (R3.1); money in ten-thousandths of `currency`.

    Read and written through a view: the comment and its salt, which can be erased, are rows of
    `entry_comments`; `ledger_entries`, append-only, keeps `comment_hash`. `hash` is that of the
    entry and of the one before it (R17.1).
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    account_id = fields.UUIDField()
    website_code = fields.CharField(max_length=64)
    sequence = fields.IntField()
    points = fields.IntField()
    balance = fields.IntField()
    debt_change = fields.IntField()
    shortfall = fields.IntField()
    currency = fields.CharField(max_length=3)
    amount_e4 = fields.BigIntField()
    amount_balance_e4 = fields.BigIntField()
    rate_points = fields.IntField(null=True)
    rate_amount_e4 = fields.BigIntField(null=True)
    rate_currency = fields.CharField(max_length=3, null=True)
    rate_direction = fields.CharField(max_length=20, null=True)
    rate_priority = fields.SmallIntField(null=True)
    reason = fields.CharField(max_length=20)
    label = fields.CharField(max_length=255, null=True)
    comment_hash = fields.BinaryField(null=True)
    comment_salt = fields.BinaryField(null=True)
    comment = fields.TextField(null=True)
    actor = fields.CharField(max_length=255)
    order_id = fields.CharField(max_length=128, null=True)
    created_at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()
    hash = fields.BinaryField()

    class Meta:
        table = "ledger"


class PointsLot(Model):
    """Points credited together (R3.2); `expired` counts those that expired unused.

    `kind` says whether a purchase earned them (R15.3). `warned_by` is the mail that warned of the
    lot's expiry (R10.4), `expiry_told_at` when the shop was told of it by an event (R16.1).
    `origin_lot_id` is the lot of another customer whose points these were before the two were
    merged, the first of all (R12.5).
    """

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    account_id = fields.UUIDField()
    entry_id = fields.UUIDField()
    points = fields.IntField()
    remaining = fields.IntField()
    expired = fields.IntField()
    created_at = fields.DatetimeField()
    static_expires_at = fields.DatetimeField(null=True)
    has_explicit_expiry = fields.BooleanField()
    warned_by = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=11, default="PROMOTIONAL")
    expiry_told_at = fields.DatetimeField(null=True)
    origin_lot_id = fields.UUIDField(null=True)

    class Meta:
        table = "points_lots"


class LotAllocation(Model):
    """What an entry took from a lot (below 0) or put back into it (above 0), in its order."""

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    entry_id = fields.UUIDField()
    lot_id = fields.UUIDField()
    position = fields.IntField()
    points = fields.IntField()

    class Meta:
        table = "lot_allocations"


class PointsHold(Model):
    """Points kept for a cart until `expires_at`, or for an order without end (R5.7, R6.2)."""

    id = fields.UUIDField(primary_key=True)
    customer_id = fields.CharField(max_length=128)
    account_id = fields.UUIDField()
    cart_id = fields.CharField(max_length=128, null=True)
    order_id = fields.CharField(max_length=128, null=True)
    points = fields.IntField()
    expires_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "point_holds"
