"""Websites, customer groups, settings, exchange rates and customers."""

from tortoise import fields, migrations

from models.ddl import CreateTable, Statements

# The group `general` exists by default (R1.1), and so does the default scope (R1.4), whose row is
# also what set-up commands lock to take turns.
FIRST_ROWS = [
    "INSERT INTO customer_groups (code, name) VALUES ('general', 'General')",
    "INSERT INTO setting_overrides (scope, overrides) VALUES ('', '{}')",
]
ONE_DEFAULT_WEBSITE = (
    "CREATE UNIQUE INDEX websites_one_default ON websites (is_default) WHERE is_default"
)
ONE_RATE_PER_SCOPE = """
CREATE UNIQUE INDEX exchange_rates_one_per_scope ON exchange_rates (
    coalesce(website_code, ''), coalesce(customer_group_code, ''), direction
)
"""
CUSTOMERS_BY_GROUP = "CREATE INDEX customers_by_group ON customers (customer_group_code)"


class Migration(migrations.Migration):
    """What the shop is made of."""

    dependencies = [("models", "0001_initial")]
    operations = [
        CreateTable(
            name="WebsiteRow",
            fields=[
                ("code", fields.CharField(max_length=64, primary_key=True)),
                ("name", fields.CharField(max_length=255)),
                ("base_currency", fields.CharField(max_length=3)),
                ("time_zone", fields.CharField(max_length=64)),
                ("is_default", fields.BooleanField()),
                ("deleted_at", fields.DatetimeField(null=True)),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "websites", "app": "models", "pk_attr": "code"},
            sqlite=[
                """
                CREATE TABLE websites (
                    code VARCHAR(64) NOT NULL PRIMARY KEY,
                    name VARCHAR(255) NOT NULL,
                    base_currency VARCHAR(3) NOT NULL,
                    time_zone VARCHAR(64) NOT NULL,
                    is_default BOOLEAN NOT NULL,
                    deleted_at TIMESTAMP,
                    created_at TIMESTAMP NOT NULL,
                    CONSTRAINT websites_code_form CHECK (
                        length(code) <= 64
                        AND code GLOB '[A-Za-z0-9]*'
                        AND code NOT GLOB '*[^A-Za-z0-9_.-]*'
                    ),
                    CONSTRAINT websites_name_filled CHECK (length(name) BETWEEN 1 AND 255),
                    CONSTRAINT websites_base_currency_form
                        CHECK (base_currency GLOB '[A-Z][A-Z][A-Z]'),
                    CONSTRAINT websites_default_is_live
                        CHECK (is_default IN (0, 1) AND (deleted_at IS NULL OR NOT is_default))
                ) WITHOUT ROWID
                """,
                ONE_DEFAULT_WEBSITE,
            ],
            postgres=[
                """
                CREATE TABLE websites (
                    code VARCHAR(64) NOT NULL PRIMARY KEY,
                    name VARCHAR(255) NOT NULL,
                    base_currency VARCHAR(3) NOT NULL,
                    time_zone VARCHAR(64) NOT NULL,
                    is_default BOOLEAN NOT NULL,
                    deleted_at TIMESTAMPTZ,
                    created_at TIMESTAMPTZ NOT NULL,
                    CONSTRAINT websites_code_form
                        CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
                    CONSTRAINT websites_name_filled CHECK (length(name) BETWEEN 1 AND 255),
                    CONSTRAINT websites_base_currency_form CHECK (base_currency ~ '^[A-Z]{3}$'),
                    CONSTRAINT websites_default_is_live
                        CHECK (deleted_at IS NULL OR NOT is_default)
                )
                """,
                ONE_DEFAULT_WEBSITE,
            ],
        ),
        CreateTable(
            name="CustomerGroupRow",
            fields=[
                ("code", fields.CharField(max_length=128, primary_key=True)),
                ("name", fields.CharField(max_length=255)),
            ],
            options={"table": "customer_groups", "app": "models", "pk_attr": "code"},
            sqlite=[
                """
                CREATE TABLE customer_groups (
                    code VARCHAR(128) NOT NULL PRIMARY KEY,
                    name VARCHAR(255) NOT NULL,
                    CONSTRAINT customer_groups_code_form
                        CHECK (length(code) BETWEEN 1 AND 128 AND code = trim(code)),
                    CONSTRAINT customer_groups_name_filled CHECK (length(name) BETWEEN 1 AND 255)
                ) WITHOUT ROWID
                """,
            ],
            postgres=[
                """
                CREATE TABLE customer_groups (
                    code VARCHAR(128) NOT NULL PRIMARY KEY,
                    name VARCHAR(255) NOT NULL,
                    CONSTRAINT customer_groups_code_form
                        CHECK (length(code) BETWEEN 1 AND 128 AND code = trim(code)),
                    CONSTRAINT customer_groups_name_filled CHECK (length(name) BETWEEN 1 AND 255)
                )
                """,
            ],
        ),
        CreateTable(
            name="SettingOverridesRow",
            fields=[
                ("scope", fields.CharField(max_length=64, primary_key=True)),
                ("overrides", fields.JSONField[dict[str, bool | int | str | list[str] | None]]()),
            ],
            options={"table": "setting_overrides", "app": "models", "pk_attr": "scope"},
            # website_code only exists for its foreign key: a scope is a website's, or the default.
            sqlite=[
                """
                CREATE TABLE setting_overrides (
                    scope VARCHAR(64) NOT NULL PRIMARY KEY,
                    overrides JSON NOT NULL,
                    website_code VARCHAR(64) GENERATED ALWAYS AS (nullif(scope, '')) STORED,
                    CONSTRAINT setting_overrides_form CHECK (json_type(overrides) = 'object'),
                    CONSTRAINT setting_overrides_website
                        FOREIGN KEY (website_code) REFERENCES websites (code)
                )
                """,
            ],
            postgres=[
                """
                CREATE TABLE setting_overrides (
                    scope VARCHAR(64) NOT NULL PRIMARY KEY,
                    overrides JSONB NOT NULL,
                    website_code VARCHAR(64) GENERATED ALWAYS AS (nullif(scope, '')) STORED,
                    CONSTRAINT setting_overrides_form CHECK (jsonb_typeof(overrides) = 'object'),
                    CONSTRAINT setting_overrides_website
                        FOREIGN KEY (website_code) REFERENCES websites (code)
                )
                """,
            ],
        ),
        CreateTable(
            name="ExchangeRateRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True)),
                ("website_code", fields.CharField(max_length=64, null=True)),
                ("customer_group_code", fields.CharField(max_length=128, null=True)),
                ("direction", fields.CharField(max_length=20)),
                ("points", fields.IntField()),
                ("amount_e4", fields.BigIntField()),
            ],
            options={"table": "exchange_rates", "app": "models", "pk_attr": "id"},
            sqlite=[
                """
                CREATE TABLE exchange_rates (
                    id CHAR(36) NOT NULL PRIMARY KEY,
                    website_code VARCHAR(64),
                    customer_group_code VARCHAR(128),
                    direction VARCHAR(20) NOT NULL,
                    points INTEGER NOT NULL,
                    amount_e4 INTEGER NOT NULL,
                    CONSTRAINT exchange_rates_website
                        FOREIGN KEY (website_code) REFERENCES websites (code),
                    CONSTRAINT exchange_rates_customer_group
                        FOREIGN KEY (customer_group_code) REFERENCES customer_groups (code),
                    CONSTRAINT exchange_rates_direction_known
                        CHECK (direction IN ('POINTS_TO_CURRENCY', 'CURRENCY_TO_POINTS')),
                    CONSTRAINT exchange_rates_points_range
                        CHECK (typeof(points) = 'integer' AND points BETWEEN 1 AND 1000000000),
                    CONSTRAINT exchange_rates_amount_range CHECK (
                        typeof(amount_e4) = 'integer'
                        AND amount_e4 BETWEEN 1 AND 99999999999999
                    )
                ) WITHOUT ROWID
                """,
                ONE_RATE_PER_SCOPE,
            ],
            postgres=[
                """
                CREATE TABLE exchange_rates (
                    id UUID NOT NULL PRIMARY KEY,
                    website_code VARCHAR(64),
                    customer_group_code VARCHAR(128),
                    direction VARCHAR(20) NOT NULL,
                    points INTEGER NOT NULL,
                    amount_e4 BIGINT NOT NULL,
                    CONSTRAINT exchange_rates_website
                        FOREIGN KEY (website_code) REFERENCES websites (code),
                    CONSTRAINT exchange_rates_customer_group
                        FOREIGN KEY (customer_group_code) REFERENCES customer_groups (code),
                    CONSTRAINT exchange_rates_direction_known
                        CHECK (direction IN ('POINTS_TO_CURRENCY', 'CURRENCY_TO_POINTS')),
                    CONSTRAINT exchange_rates_points_range
                        CHECK (points BETWEEN 1 AND 1000000000),
                    CONSTRAINT exchange_rates_amount_range
                        CHECK (amount_e4 BETWEEN 1 AND 99999999999999)
                )
                """,
                ONE_RATE_PER_SCOPE,
            ],
        ),
        CreateTable(
            name="CustomerRow",
            fields=[
                ("id", fields.CharField(max_length=128, primary_key=True)),
                ("email", fields.CharField(max_length=254, null=True)),
                ("first_name", fields.CharField(max_length=255, null=True)),
                ("last_name", fields.CharField(max_length=255, null=True)),
                ("locale", fields.CharField(max_length=35)),
                ("customer_group_code", fields.CharField(max_length=128)),
                ("website_code", fields.CharField(max_length=64)),
                ("balance_updates", fields.BooleanField()),
                ("expiration_notifications", fields.BooleanField()),
                ("search_text", fields.TextField()),
                ("created_at", fields.DatetimeField()),
            ],
            options={"table": "customers", "app": "models", "pk_attr": "id"},
            sqlite=[
                """
                CREATE TABLE customers (
                    id VARCHAR(128) NOT NULL PRIMARY KEY,
                    email VARCHAR(254),
                    first_name VARCHAR(255),
                    last_name VARCHAR(255),
                    locale VARCHAR(35) NOT NULL,
                    customer_group_code VARCHAR(128) NOT NULL,
                    website_code VARCHAR(64) NOT NULL,
                    balance_updates BOOLEAN NOT NULL,
                    expiration_notifications BOOLEAN NOT NULL,
                    search_text TEXT NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    CONSTRAINT customers_customer_group
                        FOREIGN KEY (customer_group_code) REFERENCES customer_groups (code),
                    CONSTRAINT customers_website
                        FOREIGN KEY (website_code) REFERENCES websites (code),
                    CONSTRAINT customers_id_form CHECK (length(id) BETWEEN 1 AND 128),
                    CONSTRAINT customers_email_form
                        CHECK (length(email) <= 254 AND email LIKE '_%@_%'),
                    CONSTRAINT customers_locale_form CHECK (
                        length(locale) BETWEEN 2 AND 35
                        AND locale NOT GLOB '*[^A-Za-z0-9-]*'
                    ),
                    CONSTRAINT customers_subscriptions_form
                        CHECK (balance_updates IN (0, 1) AND expiration_notifications IN (0, 1))
                ) WITHOUT ROWID
                """,
                CUSTOMERS_BY_GROUP,
            ],
            postgres=[
                """
                CREATE TABLE customers (
                    id VARCHAR(128) NOT NULL PRIMARY KEY,
                    email VARCHAR(254),
                    first_name VARCHAR(255),
                    last_name VARCHAR(255),
                    locale VARCHAR(35) NOT NULL,
                    customer_group_code VARCHAR(128) NOT NULL,
                    website_code VARCHAR(64) NOT NULL,
                    balance_updates BOOLEAN NOT NULL,
                    expiration_notifications BOOLEAN NOT NULL,
                    search_text TEXT NOT NULL,
                    created_at TIMESTAMPTZ NOT NULL,
                    CONSTRAINT customers_customer_group
                        FOREIGN KEY (customer_group_code) REFERENCES customer_groups (code),
                    CONSTRAINT customers_website
                        FOREIGN KEY (website_code) REFERENCES websites (code),
                    CONSTRAINT customers_id_form CHECK (length(id) BETWEEN 1 AND 128),
                    CONSTRAINT customers_email_form CHECK (email LIKE '_%@_%'),
                    CONSTRAINT customers_locale_form CHECK (locale ~ '^[A-Za-z0-9-]{2,35}$')
                )
                """,
                CUSTOMERS_BY_GROUP,
            ],
        ),
        Statements(sqlite=FIRST_ROWS, postgres=FIRST_ROWS),
    ]
