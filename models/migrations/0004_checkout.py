"""Carts and orders."""

from tortoise import fields, migrations

from models.ddl import CreateTable

_SQLITE = {"UUID": "CHAR(36)", "INSTANT": "TIMESTAMP", "TRUE_OR_FALSE": "INT", "DOCUMENT": "JSON"}
_POSTGRES = {
    "UUID": "UUID",
    "INSTANT": "TIMESTAMPTZ",
    "TRUE_OR_FALSE": "BOOL",
    "DOCUMENT": "JSONB",
}

_CARTS = """
CREATE TABLE carts (
    id VARCHAR(128) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    customer_id VARCHAR(128),
    email VARCHAR(254),
    content {DOCUMENT} NOT NULL,
    active {TRUE_OR_FALSE} NOT NULL,
    points_applied {TRUE_OR_FALSE} NOT NULL,
    chosen_points INT,
    applied_by VARCHAR(10),
    quoted_points INT NOT NULL,
    quoted_due_e4 BIGINT,
    created_at {INSTANT} NOT NULL,
    updated_at {INSTANT} NOT NULL,
    CONSTRAINT carts_pkey PRIMARY KEY (id),
    CONSTRAINT carts_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT carts_points_have_owner CHECK (customer_id IS NOT NULL OR NOT points_applied),
    CONSTRAINT carts_applied_by_known CHECK (applied_by IN ('customer', 'admin')),
    CONSTRAINT carts_wish_whole CHECK (
        (points_applied AND applied_by IS NOT NULL)
        OR (NOT points_applied AND applied_by IS NULL AND chosen_points IS NULL)
    ),
    CONSTRAINT carts_chosen_points_positive CHECK (chosen_points >= 1),
    CONSTRAINT carts_quoted_points_counted CHECK (quoted_points >= 0),
    CONSTRAINT carts_quoted_due_counted CHECK (quoted_due_e4 >= 0)
)
"""

_ORDERS = """
CREATE TABLE orders (
    id VARCHAR(128) NOT NULL,
    number VARCHAR(255) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    customer_id VARCHAR(128),
    cart_id VARCHAR(128) NOT NULL,
    position INT NOT NULL,
    status VARCHAR(64) NOT NULL,
    quote {DOCUMENT} NOT NULL,
    points_used INT NOT NULL,
    product_points_used INT NOT NULL,
    needed_approved {TRUE_OR_FALSE} NOT NULL,
    received_approved {TRUE_OR_FALSE} NOT NULL,
    points_taken INT NOT NULL,
    points_granted INT NOT NULL,
    granted_gross INT NOT NULL,
    granted_lost INT NOT NULL,
    pending_points INT NOT NULL,
    placed_at {INSTANT} NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_once_per_cart UNIQUE (cart_id, position),
    CONSTRAINT orders_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT orders_points_counted CHECK (
        points_used >= 0 AND product_points_used >= 0 AND pending_points >= 0
    ),
    CONSTRAINT orders_taken_within_used
        CHECK (points_taken >= 0 AND points_taken <= points_used + product_points_used),
    CONSTRAINT orders_granted_within_gross
        CHECK (points_granted >= 0 AND points_granted <= granted_gross),
    CONSTRAINT orders_lost_within_gross CHECK (granted_lost >= 0 AND granted_lost <= granted_gross),
    CONSTRAINT orders_guests_have_no_points CHECK (
        customer_id IS NOT NULL
        OR (points_used = 0 AND product_points_used = 0 AND points_granted = 0
            AND pending_points = 0)
    )
)
"""

_LINES = """
CREATE TABLE order_lines (
    id {UUID} NOT NULL,
    order_id VARCHAR(128) NOT NULL,
    line_id VARCHAR(128) NOT NULL,
    position INT NOT NULL,
    sku VARCHAR(255) NOT NULL,
    quantity INT NOT NULL,
    invoiced INT NOT NULL,
    cancelled INT NOT NULL,
    refunded INT NOT NULL,
    CONSTRAINT order_lines_pkey PRIMARY KEY (id),
    CONSTRAINT order_lines_once UNIQUE (order_id, line_id),
    CONSTRAINT order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT order_lines_quantity_positive CHECK (quantity >= 1),
    CONSTRAINT order_lines_invoiced_or_cancelled
        CHECK (invoiced >= 0 AND cancelled >= 0 AND invoiced + cancelled <= quantity),
    CONSTRAINT order_lines_refunded_of_invoiced CHECK (refunded >= 0 AND refunded <= invoiced)
)
"""

_EVENTS = """
CREATE TABLE order_events (
    id {UUID} NOT NULL,
    order_id VARCHAR(128) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    event_id VARCHAR(128) NOT NULL,
    input_hash CHAR(64) NOT NULL,
    result {DOCUMENT} NOT NULL,
    created_at {INSTANT} NOT NULL,
    CONSTRAINT order_events_pkey PRIMARY KEY (id),
    CONSTRAINT order_events_once UNIQUE (order_id, kind, event_id),
    CONSTRAINT order_events_order FOREIGN KEY (order_id) REFERENCES orders (id),
    CONSTRAINT order_events_kind_known
        CHECK (kind IN ('PLACE', 'ATTACH', 'INVOICE', 'CANCEL', 'REFUND'))
)
"""

_CART_INDEXES = [
    """
    CREATE INDEX carts_of_customer ON carts (customer_id, website_code, updated_at)
        WHERE active AND customer_id IS NOT NULL
    """,
    "CREATE INDEX carts_with_points ON carts (website_code) WHERE active AND points_applied",
]
_ORDER_INDEXES = [
    """
    CREATE INDEX orders_of_customer ON orders (customer_id, placed_at, id)
        WHERE customer_id IS NOT NULL
    """,
    "CREATE INDEX orders_pending ON orders (customer_id, website_code) WHERE pending_points > 0",
    "CREATE INDEX orders_newest ON orders (placed_at, id)",
]


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES)


class Migration(migrations.Migration):
    """What is sold for points, and what earns them."""

    dependencies = [("models", "0003_points")]
    operations = [
        CreateTable(
            name="CartRow",
            fields=[
                ("id", fields.CharField(max_length=128, primary_key=True)),
                ("website_code", fields.CharField(max_length=64)),
                ("customer_id", fields.CharField(max_length=128, null=True)),
                ("email", fields.CharField(max_length=254, null=True)),
                ("content", fields.JSONField[dict[str, object]]()),
                ("active", fields.BooleanField()),
                ("points_applied", fields.BooleanField()),
                ("chosen_points", fields.IntField(null=True)),
                ("applied_by", fields.CharField(max_length=10, null=True)),
                ("quoted_points", fields.IntField()),
                ("quoted_due_e4", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField()),
                ("updated_at", fields.DatetimeField()),
            ],
            options={"table": "carts", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_CARTS), *_CART_INDEXES],
            postgres=[_postgres(_CARTS), *_CART_INDEXES],
        ),
        CreateTable(
            name="OrderRow",
            fields=[
                ("id", fields.CharField(max_length=128, primary_key=True)),
                ("number", fields.CharField(max_length=255)),
                ("website_code", fields.CharField(max_length=64)),
                ("customer_id", fields.CharField(max_length=128, null=True)),
                ("cart_id", fields.CharField(max_length=128)),
                ("position", fields.IntField()),
                ("status", fields.CharField(max_length=64)),
                ("quote", fields.JSONField[dict[str, object]]()),
                ("points_used", fields.IntField()),
                ("product_points_used", fields.IntField()),
                ("needed_approved", fields.BooleanField()),
                ("received_approved", fields.BooleanField()),
                ("points_taken", fields.IntField()),
                ("points_granted", fields.IntField()),
                ("granted_gross", fields.IntField()),
                ("granted_lost", fields.IntField()),
                ("pending_points", fields.IntField()),
                ("placed_at", fields.DatetimeField()),
            ],
            options={"table": "orders", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_ORDERS), *_ORDER_INDEXES],
            postgres=[_postgres(_ORDERS), *_ORDER_INDEXES],
        ),
        CreateTable(
            name="OrderLineRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("order_id", fields.CharField(max_length=128)),
                ("line_id", fields.CharField(max_length=128)),
                ("position", fields.IntField()),
                ("sku", fields.CharField(max_length=255)),
                ("quantity", fields.IntField()),
                ("invoiced", fields.IntField()),
                ("cancelled", fields.IntField()),
                ("refunded", fields.IntField()),
            ],
            options={"table": "order_lines", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_LINES)],
            postgres=[_postgres(_LINES)],
        ),
        CreateTable(
            name="OrderEvent",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("order_id", fields.CharField(max_length=128)),
                ("kind", fields.CharField(max_length=20)),
                ("event_id", fields.CharField(max_length=128)),
                ("input_hash", fields.CharField(max_length=64)),
                ("result", fields.JSONField[dict[str, object]]()),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "order_events", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_EVENTS)],
            postgres=[_postgres(_EVENTS)],
        ),
    ]
