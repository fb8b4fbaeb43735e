"""Points per product, cart rules, and rules of order statuses."""

from tortoise import fields, migrations

from models.ddl import CreateTable

_SQLITE = {"UUID": "CHAR(36)", "TRUE_OR_FALSE": "INT", "DOCUMENT": "JSON"}
_POSTGRES = {"UUID": "UUID", "TRUE_OR_FALSE": "BOOL", "DOCUMENT": "JSONB"}
_CHANGES = "('UNCHANGED', 'APPROVE', 'UNAPPROVE')"

_PRODUCTS = """
CREATE TABLE product_points (
    sku VARCHAR(255) NOT NULL,
    points_needed INT,
    points_received INT,
    CONSTRAINT product_points_pkey PRIMARY KEY (sku),
    CONSTRAINT product_points_needed_positive CHECK (points_needed >= 1),
    CONSTRAINT product_points_received_counted CHECK (points_received >= 0)
)
"""
_GROUPS = """
CREATE TABLE product_group_points (
    id {UUID} NOT NULL,
    sku VARCHAR(255) NOT NULL,
    customer_group_code VARCHAR(128) NOT NULL,
    points_received INT NOT NULL,
    CONSTRAINT product_group_points_pkey PRIMARY KEY (id),
    CONSTRAINT product_group_points_once UNIQUE (sku, customer_group_code),
    CONSTRAINT product_group_points_product
        FOREIGN KEY (sku) REFERENCES product_points (sku) ON DELETE CASCADE,
    CONSTRAINT product_group_points_group
        FOREIGN KEY (customer_group_code) REFERENCES customer_groups (code),
    CONSTRAINT product_group_points_counted CHECK (points_received >= 0)
)
"""
_RULES = """
CREATE TABLE cart_rules (
    id {UUID} NOT NULL,
    name VARCHAR(255) NOT NULL,
    active {TRUE_OR_FALSE} NOT NULL,
    website_codes {DOCUMENT} NOT NULL,
    customer_group_codes {DOCUMENT} NOT NULL,
    from_date DATE,
    to_date DATE,
    coupon_code VARCHAR(128),
    coupon_key VARCHAR(255) NOT NULL,
    priority INT NOT NULL,
    stops_further_rules {TRUE_OR_FALSE} NOT NULL,
    subtotal_from_e4 BIGINT,
    subtotal_to_e4 BIGINT,
    quantity_from INT,
    skus {DOCUMENT} NOT NULL,
    sku_match VARCHAR(3) NOT NULL,
    points INT,
    discount_kind VARCHAR(7),
    discount_amount_e4 BIGINT,
    CONSTRAINT cart_rules_pkey PRIMARY KEY (id),
    CONSTRAINT cart_rules_name_filled CHECK (length(name) BETWEEN 1 AND 255),
    CONSTRAINT cart_rules_dates_in_order CHECK (from_date <= to_date),
    CONSTRAINT cart_rules_subtotals_in_order
        CHECK (
            subtotal_from_e4 >= 0 AND subtotal_to_e4 >= 0 AND subtotal_from_e4 <= subtotal_to_e4
        ),
    CONSTRAINT cart_rules_quantity_positive CHECK (quantity_from >= 1),
    CONSTRAINT cart_rules_match_known CHECK (sku_match IN ('ANY', 'ALL')),
    CONSTRAINT cart_rules_points_positive CHECK (points >= 1),
    CONSTRAINT cart_rules_discount_whole CHECK (
        (discount_kind IS NULL) = (discount_amount_e4 IS NULL) AND discount_amount_e4 > 0
    ),
    CONSTRAINT cart_rules_percent_within_100 CHECK (
        discount_kind = 'FIXED' OR (discount_kind = 'PERCENT' AND discount_amount_e4 <= 1000000)
    ),
    CONSTRAINT cart_rules_have_an_action CHECK (points IS NOT NULL OR discount_kind IS NOT NULL)
)
"""
_STATUSES = """
CREATE TABLE order_status_rules (
    id {UUID} NOT NULL,
    scope VARCHAR(64) NOT NULL,
    status VARCHAR(64) NOT NULL,
    needed VARCHAR(9) NOT NULL,
    received VARCHAR(9) NOT NULL,
    CONSTRAINT order_status_rules_pkey PRIMARY KEY (id),
    CONSTRAINT order_status_rules_once UNIQUE (scope, status),
    CONSTRAINT order_status_rules_status_filled CHECK (length(status) BETWEEN 1 AND 64),
    CONSTRAINT order_status_rules_needed_known CHECK (needed IN {CHANGES}),
    CONSTRAINT order_status_rules_received_known CHECK (received IN {CHANGES})
)
"""
_GROUP_INDEX = (
    "CREATE INDEX product_group_points_by_group ON product_group_points (customer_group_code)"
)
_RULE_INDEX = "CREATE INDEX cart_rules_by_coupon ON cart_rules (coupon_key) WHERE active"


def _sqlite(ddl: str) -> str:
    return ddl.format(**_SQLITE, CHANGES=_CHANGES)


def _postgres(ddl: str) -> str:
    return ddl.format(**_POSTGRES, CHANGES=_CHANGES)


class Migration(migrations.Migration):
    """What the shop promises beside its exchange rates."""

    dependencies = [("models", "0005_order_life")]
    operations = [
        CreateTable(
            name="ProductPointsRow",
            fields=[
                ("sku", fields.CharField(max_length=255, primary_key=True)),
                ("points_needed", fields.IntField(null=True)),
                ("points_received", fields.IntField(null=True)),
            ],
            options={"table": "product_points", "app": "models", "pk_attr": "sku"},
            sqlite=[_sqlite(_PRODUCTS)],
            postgres=[_postgres(_PRODUCTS)],
        ),
        CreateTable(
            name="ProductGroupPointsRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("sku", fields.CharField(max_length=255)),
                ("customer_group_code", fields.CharField(max_length=128)),
                ("points_received", fields.IntField()),
            ],
            options={"table": "product_group_points", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_GROUPS), _GROUP_INDEX],
            postgres=[_postgres(_GROUPS), _GROUP_INDEX],
        ),
        CreateTable(
            name="CartRuleRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("name", fields.CharField(max_length=255)),
                ("active", fields.BooleanField()),
                ("website_codes", fields.JSONField[list[str]]()),
                ("customer_group_codes", fields.JSONField[list[str]]()),
                ("from_date", fields.DateField(null=True)),
                ("to_date", fields.DateField(null=True)),
                ("coupon_code", fields.CharField(max_length=128, null=True)),
                ("coupon_key", fields.CharField(max_length=255)),
                ("priority", fields.IntField()),
                ("stops_further_rules", fields.BooleanField()),
                ("subtotal_from_e4", fields.BigIntField(null=True)),
                ("subtotal_to_e4", fields.BigIntField(null=True)),
                ("quantity_from", fields.IntField(null=True)),
                ("skus", fields.JSONField[list[str]]()),
                ("sku_match", fields.CharField(max_length=3)),
                ("points", fields.IntField(null=True)),
                ("discount_kind", fields.CharField(max_length=7, null=True)),
                ("discount_amount_e4", fields.BigIntField(null=True)),
            ],
            options={"table": "cart_rules", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_RULES), _RULE_INDEX],
            postgres=[_postgres(_RULES), _RULE_INDEX],
        ),
        CreateTable(
            name="OrderStatusRuleRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("scope", fields.CharField(max_length=64)),
                ("status", fields.CharField(max_length=64)),
                ("needed", fields.CharField(max_length=9)),
                ("received", fields.CharField(max_length=9)),
            ],
            options={"table": "order_status_rules", "app": "models", "pk_attr": "id"},
            sqlite=[_sqlite(_STATUSES)],
            postgres=[_postgres(_STATUSES)],
        ),
    ]
