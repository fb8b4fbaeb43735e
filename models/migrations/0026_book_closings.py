"""Closings: a website's books as they stood at an instant, kept so that reports need not add up.

Whatever is written late, before an instant that is closed, removes in its own transaction the
closings that it would make wrong: nobody can ever read one of them.
"""

from tortoise import migrations

from models.ddl import Statements

_SQLITE = {"INSTANT": "TIMESTAMP", "JSON": "JSON"}
_POSTGRES = {"INSTANT": "TIMESTAMPTZ", "JSON": "JSONB"}

# A closing has what was written after `since` up to `at`, and how the books stood at `at` by the
# terms of then, as their hash; nothing more was written up to `until`.
_CLOSINGS = """
CREATE TABLE book_closings (
    website_code VARCHAR(64) NOT NULL,
    at {INSTANT} NOT NULL,
    since {INSTANT} NOT NULL,
    until {INSTANT} NOT NULL,
    terms VARCHAR(64) NOT NULL,
    points BIGINT NOT NULL,
    debt BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    months {JSON} NOT NULL,
    moved {JSON} NOT NULL,
    written {JSON} NOT NULL,
    CONSTRAINT book_closings_pkey PRIMARY KEY (website_code, at),
    CONSTRAINT book_closings_follow_one UNIQUE (website_code, since),
    CONSTRAINT book_closings_website FOREIGN KEY (website_code) REFERENCES websites (code),
    CONSTRAINT book_closings_in_order CHECK (since < at AND at <= until),
    CONSTRAINT book_closings_counted CHECK (points >= 0 AND debt >= 0 AND accounts >= 0)
)
"""
# Nothing is closed after `closed_until`; `late` counts what was written before it.
_KEEPING = """
CREATE TABLE book_keeping (
    website_code VARCHAR(64) NOT NULL,
    closed_until {INSTANT} NOT NULL,
    late BIGINT NOT NULL,
    CONSTRAINT book_keeping_pkey PRIMARY KEY (website_code),
    CONSTRAINT book_keeping_website FOREIGN KEY (website_code) REFERENCES websites (code)
)
"""
_BY_TIME = [
    "CREATE INDEX customer_group_changes_by_time ON customer_group_changes (at)",
    "CREATE INDEX customers_by_arrival ON customers (created_at)",
]

# A customer's group counts from when they were put: only points of before tell a difference.
_HAS_POINTS_BEFORE = """
EXISTS (SELECT 1 FROM ledger_entries e WHERE e.customer_id = NEW.id)
    AND (NEW.customer_group_code <> 'general' OR EXISTS (
        SELECT 1 FROM customer_group_changes g WHERE g.customer_id = NEW.id))
"""
_WRITTEN_BEFORE = """
EXISTS (SELECT 1 FROM ledger_entries b
    WHERE b.customer_id = NEW.id AND b.recorded_at < OLD.created_at)
"""
_WEBSITES_OF = """
SELECT a.website_code FROM reward_accounts a WHERE a.customer_id = {customer}
"""


def _sqlite_reopening(event: str, table: str, *, websites: str, at: str, only: str = "TRUE") -> str:
    name = f"{table}_reopen_books" + ("_later" if event.startswith("UPDATE") else "")
    return f"""
    CREATE TRIGGER {name} AFTER {event} ON {table}
    WHEN {only} AND EXISTS (SELECT 1 FROM book_keeping k
        WHERE k.website_code IN ({websites}) AND k.closed_until >= {at})
    BEGIN
        DELETE FROM book_closings WHERE website_code IN ({websites}) AND until >= {at};
        UPDATE book_keeping SET late = late + 1, closed_until = COALESCE((
                SELECT MAX(c.until) FROM book_closings c
                WHERE c.website_code = book_keeping.website_code
            ), '1970-01-01 00:00:00+00:00')
        WHERE website_code IN ({websites}) AND closed_until >= {at};
    END
    """  # noqa: S608 - names of ours


# The row of `book_keeping` is taken first: who keeps a closing has it, and either waits for this
# transaction and sees that something came late, or is waited for, and then seen.
_POSTGRES_REOPENING = """
CREATE FUNCTION reopen_books(sites TEXT[], dated TIMESTAMPTZ) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE book_keeping SET late = late + 1
        WHERE website_code = ANY (sites) AND closed_until >= dated;
    IF FOUND THEN
        DELETE FROM book_closings WHERE website_code = ANY (sites) AND until >= dated;
        UPDATE book_keeping k SET closed_until = COALESCE((
                SELECT MAX(c.until) FROM book_closings c WHERE c.website_code = k.website_code
            ), TIMESTAMPTZ '1970-01-01 00:00:00+00')
        WHERE k.website_code = ANY (sites) AND k.closed_until >= dated;
    END IF;
END $$
"""


def _postgres_reopening(
    event: str, table: str, *, websites: str, at: str, only: str = "TRUE"
) -> list[str]:
    name = f"{table}_reopen_books" + ("_later" if event.startswith("UPDATE") else "")
    return [
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {only} AND EXISTS (SELECT 1 FROM book_keeping k
                WHERE k.website_code IN ({websites}) AND k.closed_until >= {at})
            THEN PERFORM reopen_books(ARRAY({websites}), {at}); END IF;
            RETURN NULL;
        END $$
        """,  # noqa: S608 - names of ours
        f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


_LATE: list[dict[str, str]] = [
    {
        "event": "INSERT",
        "table": "ledger_entries",
        "websites": "SELECT NEW.website_code",
        "at": "NEW.recorded_at",
    },
    {
        "event": "INSERT",
        "table": "customer_group_changes",
        "websites": _WEBSITES_OF.format(customer="NEW.customer_id"),
        "at": "NEW.at",
    },
    {
        "event": "INSERT",
        "table": "customers",
        "websites": _WEBSITES_OF.format(customer="NEW.id"),
        "at": "NEW.created_at",
        "only": _HAS_POINTS_BEFORE,
    },
    {
        "event": "UPDATE OF created_at",
        "table": "customers",
        "websites": _WEBSITES_OF.format(customer="NEW.id"),
        "at": "NEW.created_at",
        # Of a merge, the entries that it has just written say nothing of the past.
        "only": f"NEW.created_at < OLD.created_at AND {_HAS_POINTS_BEFORE} AND {_WRITTEN_BEFORE}",
    },
]


class Migration(migrations.Migration):
    """Closings of the books, and what keeps them right."""

    dependencies = [("models", "0025_moving")]
    operations = [
        Statements(
            sqlite=[
                _CLOSINGS.format(**_SQLITE),
                _KEEPING.format(**_SQLITE),
                *_BY_TIME,
                *(_sqlite_reopening(**late) for late in _LATE),
            ],
            postgres=[
                _CLOSINGS.format(**_POSTGRES),
                _KEEPING.format(**_POSTGRES),
                *_BY_TIME,
                _POSTGRES_REOPENING,
                *(statement for late in _LATE for statement in _postgres_reopening(**late)),
            ],
        ),
    ]
