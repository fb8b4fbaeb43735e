"""Set-up rows: websites, store views, customer groups, settings, exchange rates, customers.

The DDL, with every check, is in models/migrations.
"""

from tortoise import fields
from tortoise.models import Model


class WebsiteRow(Model):
    """A website (R1.1). A deleted one stays, for the ledger's sake, and is no default."""

    code = fields.CharField(max_length=64, primary_key=True)
    name = fields.CharField(max_length=255)
    base_currency = fields.CharField(max_length=3)
    time_zone = fields.CharField(max_length=64)
    is_default = fields.BooleanField()
    deleted_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        """Where it lives."""

        table = "websites"


class StoreViewRow(Model):
    """A store view, by its code in small letters: a storefront's `Store` header (R12.1).

    `position` is its place in the website's list.
    """

    folded_code = fields.CharField(max_length=64, primary_key=True)
    code = fields.CharField(max_length=64)
    website_code = fields.CharField(max_length=64)
    position = fields.IntField()

    class Meta:
        """Where it lives."""

        table = "store_views"


class CustomerGroupRow(Model):
    """A customer group (R1.1)."""

    code = fields.CharField(max_length=128, primary_key=True)
    name = fields.CharField(max_length=255)

    class Meta:
        """Where it lives."""

        table = "customer_groups"


class SettingOverridesRow(Model):
    """The settings set in one scope: a website's code, or the empty text for the default (R1.4)."""

    scope = fields.CharField(max_length=64, primary_key=True)
    overrides = fields.JSONField[dict[str, bool | int | str | list[str] | None]]()

    class Meta:
        """Where it lives."""

        table = "setting_overrides"


class ProgrammeVersionRow(Model):
    """The one row, which triggers change with websites, store views, settings and rates."""

    id = fields.IntField(primary_key=True)
    version = fields.BigIntField()

    class Meta:
        """Where it lives."""

        table = "programme_version"


class ExchangeRateRow(Model):
    """An exchange rate (R2.1); the amount in ten-thousandths of the website's base currency."""

    id = fields.UUIDField(primary_key=True)
    website_code = fields.CharField(max_length=64, null=True)
    customer_group_code = fields.CharField(max_length=128, null=True)
    direction = fields.CharField(max_length=20)
    points = fields.IntField()
    amount_e4 = fields.BigIntField()

    class Meta:
        """Where it lives."""

        table = "exchange_rates"


class CustomerRow(Model):
    """A customer (R1.1), by the shop's own id; `search_text` is what a search looks at.

    `merged_into` is the customer whom an old id stands for, who was merged into nobody themselves
    and `has_old_ids`; of an erased one nothing is kept that names a person (R12.5).
    """

    id = fields.CharField(max_length=128, primary_key=True)
    email = fields.CharField(max_length=254, null=True)
    first_name = fields.CharField(max_length=255, null=True)
    last_name = fields.CharField(max_length=255, null=True)
    locale = fields.CharField(max_length=35)
    customer_group_code = fields.CharField(max_length=128)
    website_code = fields.CharField(max_length=64)
    balance_updates = fields.BooleanField()
    expiration_notifications = fields.BooleanField()
    excluded_from_rewards = fields.BooleanField(default=False)
    search_text = fields.TextField()
    created_at = fields.DatetimeField()
    merged_into = fields.CharField(max_length=128, null=True)
    merged_at = fields.DatetimeField(null=True)
    erased_at = fields.DatetimeField(null=True)
    has_old_ids = fields.BooleanField(default=False)

    class Meta:
        """Where it lives."""

        table = "customers"
