"""Store views of websites (R1.1); custom activities whose points are given (R9.1)."""

from tortoise import fields, migrations
from tortoise.migrations import operations
from tortoise.migrations.operations import FieldLike

from models.ddl import CreateTable, Statements, StateOnly

# One website's at most, whatever their case: the key is the code in small letters.
_STORE_VIEWS = """
CREATE TABLE store_views (
    folded_code VARCHAR(64) NOT NULL,
    code VARCHAR(64) NOT NULL,
    website_code VARCHAR(64) NOT NULL,
    position INT NOT NULL,
    CONSTRAINT store_views_pkey PRIMARY KEY (folded_code),
    CONSTRAINT store_views_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT store_views_position UNIQUE (website_code, position),
    CONSTRAINT store_views_folded CHECK (folded_code = lower(code)),
    CONSTRAINT store_views_code_filled CHECK (length(code) BETWEEN 1 AND 64)
)
"""
# In this order: a column's check may name the columns before it.
_POINTS_GIVEN = [
    """
    ALTER TABLE custom_activities ADD COLUMN points_from INT
        CONSTRAINT custom_activities_points_from_range
        CHECK (points_from BETWEEN 1 AND 1000000000)
    """,
    """
    ALTER TABLE custom_activities ADD COLUMN points_to INT
        CONSTRAINT custom_activities_points_bounds CHECK (
            (points_from IS NULL) = (points_to IS NULL)
            AND points_to BETWEEN points_from AND 1000000000
        )
    """,
]


def _column(model: str, name: str, field: FieldLike) -> StateOnly:
    return StateOnly(operations.AddField(model_name=model, name=name, field=field))


class Migration(migrations.Migration):
    """What websites and customers have from now on."""

    dependencies = [("models", "0014_replacing_orders")]
    operations = [
        CreateTable(
            name="StoreViewRow",
            fields=[
                ("folded_code", fields.CharField(max_length=64, primary_key=True)),
                ("code", fields.CharField(max_length=64)),
                ("website_code", fields.CharField(max_length=64)),
                ("position", fields.IntField()),
            ],
            options={"table": "store_views", "app": "models", "pk_attr": "folded_code"},
            sqlite=[_STORE_VIEWS],
            postgres=[_STORE_VIEWS],
        ),
        _column("CustomActivityRow", "points_from", fields.IntField(null=True)),
        _column("CustomActivityRow", "points_to", fields.IntField(null=True)),
        Statements(sqlite=_POINTS_GIVEN, postgres=_POINTS_GIVEN),
    ]
