"""Reward accounts, the append-only ledger with its lots and allocations, and holds."""

from tortoise import fields, migrations

from models.ddl import CreateTable, Statements

_SQLITE = {"UUID": "CHAR(36)", "INSTANT": "TIMESTAMP", "TRUE_OR_FALSE": "INT", "BIG": "BIGINT"}
_POSTGRES = {"UUID": "UUID", "INSTANT": "TIMESTAMPTZ", "TRUE_OR_FALSE": "BOOL", "BIG": "BIGINT"}

_REASONS = (
    "'PURCHASE', 'REDEMPTION', 'REDEMPTION_RETURNED', 'REGISTRATION', 'NEWSLETTER_SIGNUP',"
    " 'INVITATION_SENT', 'INVITATION_CUSTOMER', 'INVITATION_ORDER', 'REVIEW', 'ADMIN_ADJUSTMENT',"
    " 'EARNING_REVERSED', 'EXPIRED', 'IMPORT', 'ORPHAN_MOVED', 'ORPHAN_DELETED', 'MERGE', 'CUSTOM'"
)

_ACCOUNTS = """
CREATE TABLE reward_accounts (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    balance INT NOT NULL,
    debt INT NOT NULL,
    entries INT NOT NULL,
    created_at {INSTANT} NOT NULL,
    CONSTRAINT reward_accounts_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT reward_accounts_one_per_website UNIQUE (customer_id, website_code),
    CONSTRAINT reward_accounts_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT reward_accounts_balance_range CHECK (balance BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT reward_accounts_debt_below_zero
        CHECK ((debt = 0 AND balance >= 0) OR (debt > 0 AND balance = -debt)),
    CONSTRAINT reward_accounts_entries_counted CHECK (entries >= 0)
)
"""

_ENTRIES = """
CREATE TABLE ledger_entries (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    account_id {UUID} NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    sequence INT NOT NULL,
    points INT NOT NULL,
    balance INT NOT NULL,
    debt_change INT NOT NULL,
    shortfall INT NOT NULL,
    currency CHAR(3) NOT NULL,
    amount_e4 BIGINT NOT NULL,
    amount_balance_e4 BIGINT NOT NULL,
    rate_points INT,
    rate_amount_e4 BIGINT,
    rate_currency CHAR(3),
    rate_direction VARCHAR(20),
    rate_priority SMALLINT,
    reason VARCHAR(20) NOT NULL,
    label VARCHAR(255),
    comment TEXT,
    actor VARCHAR(255) NOT NULL,
    order_id VARCHAR(128),
    created_at {INSTANT} NOT NULL,
    recorded_at {INSTANT} NOT NULL,
    CONSTRAINT ledger_entries_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT ledger_entries_in_sequence UNIQUE (customer_id, account_id, sequence),
    CONSTRAINT ledger_entries_account
        FOREIGN KEY (customer_id, account_id) REFERENCES reward_accounts (customer_id, id),
    CONSTRAINT ledger_entries_move_points CHECK (points <> 0),
    CONSTRAINT ledger_entries_balance_range CHECK (balance BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT ledger_entries_sequence_from_one CHECK (sequence >= 1),
    CONSTRAINT ledger_entries_shortfall_counted CHECK (shortfall >= 0),
    CONSTRAINT ledger_entries_reason_known CHECK (reason IN ({REASONS})),
    CONSTRAINT ledger_entries_rate_whole CHECK (
        (rate_points IS NULL) = (rate_amount_e4 IS NULL)
        AND (rate_points IS NULL) = (rate_currency IS NULL)
        AND (rate_points IS NULL) = (rate_direction IS NULL)
        AND (rate_points IS NULL) = (rate_priority IS NULL)
    ),
    CONSTRAINT ledger_entries_rate_positive
        CHECK (rate_points IS NULL OR (rate_points >= 1 AND rate_amount_e4 >= 1))
)
"""

_LOTS = """
CREATE TABLE points_lots (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    account_id {UUID} NOT NULL,
    entry_id {UUID} NOT NULL,
    points INT NOT NULL,
    remaining INT NOT NULL,
    expired INT NOT NULL,
    created_at {INSTANT} NOT NULL,
    static_expires_at {INSTANT},
    has_explicit_expiry {TRUE_OR_FALSE} NOT NULL,
    CONSTRAINT points_lots_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT points_lots_account
        FOREIGN KEY (customer_id, account_id) REFERENCES reward_accounts (customer_id, id),
    CONSTRAINT points_lots_entry
        FOREIGN KEY (customer_id, entry_id) REFERENCES ledger_entries (customer_id, id),
    CONSTRAINT points_lots_size CHECK (points >= 1),
    CONSTRAINT points_lots_remaining_within_size CHECK (remaining >= 0 AND expired >= 0
        AND remaining + expired <= points),
    CONSTRAINT points_lots_explicit_date
        CHECK (NOT has_explicit_expiry OR static_expires_at IS NOT NULL)
)
"""

_ALLOCATIONS = """
CREATE TABLE lot_allocations (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    entry_id {UUID} NOT NULL,
    lot_id {UUID} NOT NULL,
    position INT NOT NULL,
    points INT NOT NULL,
    CONSTRAINT lot_allocations_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT lot_allocations_once_per_lot UNIQUE (customer_id, entry_id, lot_id),
    CONSTRAINT lot_allocations_entry
        FOREIGN KEY (customer_id, entry_id) REFERENCES ledger_entries (customer_id, id),
    CONSTRAINT lot_allocations_lot
        FOREIGN KEY (customer_id, lot_id) REFERENCES points_lots (customer_id, id),
    CONSTRAINT lot_allocations_move_points CHECK (points <> 0),
    CONSTRAINT lot_allocations_position_counted CHECK (position >= 0)
)
"""

_HOLDS = """
CREATE TABLE point_holds (
    customer_id VARCHAR(128) NOT NULL,
    id {UUID} NOT NULL,
    account_id {UUID} NOT NULL,
    cart_id VARCHAR(128),
    order_id VARCHAR(128),
    points INT NOT NULL,
    expires_at {INSTANT},
    created_at {INSTANT} NOT NULL,
    CONSTRAINT point_holds_pkey PRIMARY KEY (customer_id, id),
    CONSTRAINT point_holds_one_per_cart UNIQUE (customer_id, cart_id),
    CONSTRAINT point_holds_one_per_order UNIQUE (customer_id, order_id),
    CONSTRAINT point_holds_account
        FOREIGN KEY (customer_id, account_id) REFERENCES reward_accounts (customer_id, id),
    CONSTRAINT point_holds_for_cart_or_order CHECK ((cart_id IS NULL) <> (order_id IS NULL)),
    CONSTRAINT point_holds_carts_end CHECK (cart_id IS NULL OR expires_at IS NOT NULL),
    CONSTRAINT point_holds_size CHECK (points >= 1)
)
"""

_ENTRY_INDEXES = [
    """
    CREATE INDEX ledger_entries_by_order ON ledger_entries (customer_id, order_id)
        WHERE order_id IS NOT NULL
    """,
    "CREATE INDEX ledger_entries_newest ON ledger_entries (id)",
]
_LOT_INDEXES = [
    "CREATE INDEX points_lots_by_entry ON points_lots (customer_id, entry_id)",
    "CREATE INDEX points_lots_open ON points_lots (customer_id, account_id) WHERE remaining > 0",
    "CREATE INDEX points_lots_by_expiry ON points_lots (static_expires_at) WHERE remaining > 0",
    "CREATE INDEX points_lots_by_age ON points_lots (created_at) WHERE remaining > 0",
]
_ALLOCATION_INDEXES = [
    "CREATE INDEX lot_allocations_by_lot ON lot_allocations (customer_id, lot_id)"
]
_HOLD_INDEXES = [
    "CREATE INDEX point_holds_by_account ON point_holds (customer_id, account_id)",
    "CREATE INDEX point_holds_by_end ON point_holds (expires_at) WHERE expires_at IS NOT NULL",
]


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE, REASONS=_REASONS)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES, REASONS=_REASONS)


def _sqlite_append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only_{event.lower()} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for event in ("UPDATE", "DELETE")
    ]


def _postgres_append_only(table: str) -> list[str]:
    return [
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """
    ]


class Migration(migrations.Migration):
    """The books."""

    dependencies = [("models", "0002_setup")]
    operations = [
        CreateTable(
            name="RewardAccount",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("website_code", fields.CharField(max_length=64)),
                ("balance", fields.IntField()),
                ("debt", fields.IntField()),
                ("entries", fields.IntField()),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "reward_accounts", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_ACCOUNTS)],
            postgres=[_postgres(_ACCOUNTS)],
        ),
        CreateTable(
            name="LedgerEntryRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("account_id", fields.UUIDField()),
                ("website_code", fields.CharField(max_length=64)),
                ("sequence", fields.IntField()),
                ("points", fields.IntField()),
                ("balance", fields.IntField()),
                ("debt_change", fields.IntField()),
                ("shortfall", fields.IntField()),
                ("currency", fields.CharField(max_length=3)),
                ("amount_e4", fields.BigIntField()),
                ("amount_balance_e4", fields.BigIntField()),
                ("rate_points", fields.IntField(null=True)),
                ("rate_amount_e4", fields.BigIntField(null=True)),
                ("rate_currency", fields.CharField(max_length=3, null=True)),
                ("rate_direction", fields.CharField(max_length=20, null=True)),
                ("rate_priority", fields.SmallIntField(null=True)),
                ("reason", fields.CharField(max_length=20)),
                ("label", fields.CharField(max_length=255, null=True)),
                ("comment", fields.TextField(null=True)),
                ("actor", fields.CharField(max_length=255)),
                ("order_id", fields.CharField(max_length=128, null=True)),
                ("created_at", fields.DatetimeField()),
                ("recorded_at", fields.DatetimeField()),
            ],
            options={"table": "ledger_entries", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_ENTRIES), *_ENTRY_INDEXES],
            postgres=[_postgres(_ENTRIES), *_ENTRY_INDEXES],
        ),
        CreateTable(
            name="PointsLot",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("account_id", fields.UUIDField()),
                ("entry_id", fields.UUIDField()),
                ("points", fields.IntField()),
                ("remaining", fields.IntField()),
                ("expired", fields.IntField()),
                ("created_at", fields.DatetimeField()),
                ("static_expires_at", fields.DatetimeField(null=True)),
                ("has_explicit_expiry", fields.BooleanField()),
            ],
            options={"table": "points_lots", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_LOTS), *_LOT_INDEXES],
            postgres=[_postgres(_LOTS), *_LOT_INDEXES],
        ),
        CreateTable(
            name="LotAllocation",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("entry_id", fields.UUIDField()),
                ("lot_id", fields.UUIDField()),
                ("position", fields.IntField()),
                ("points", fields.IntField()),
            ],
            options={"table": "lot_allocations", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_ALLOCATIONS), *_ALLOCATION_INDEXES],
            postgres=[_postgres(_ALLOCATIONS), *_ALLOCATION_INDEXES],
        ),
        CreateTable(
            name="PointsHold",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("customer_id", fields.CharField(max_length=128)),
                ("account_id", fields.UUIDField()),
                ("cart_id", fields.CharField(max_length=128, null=True)),
                ("order_id", fields.CharField(max_length=128, null=True)),
                ("points", fields.IntField()),
                ("expires_at", fields.DatetimeField(null=True)),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "point_holds", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_HOLDS), *_HOLD_INDEXES],
            postgres=[_postgres(_HOLDS), *_HOLD_INDEXES],
        ),
        Statements(
            sqlite=[
                *_sqlite_append_only("ledger_entries"),
                *_sqlite_append_only("lot_allocations"),
            ],
            postgres=[
                """
                CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
                """,
                *_postgres_append_only("ledger_entries"),
                *_postgres_append_only("lot_allocations"),
            ],
        ),
    ]
