"""Migration operations whose DDL is written by hand, once per dialect.

Tortoise 1.1.9 forgets a model's constraints when it creates its table, and rebuilds SQLite tables
in a way that loses child rows. So a migration says what a table is, twice over:

* `fields` and `options` are the model's state, from which tortoise's `makemigrations` tells whether
  a model has changed without a migration (tests/services/operation/test_migrations.py asks it);
* `sqlite` and `postgres` are the statements that make it, each a list of single statements without
  a closing semicolon, run as they stand (a trigger's body may hold semicolons).

A new table: write the model in models/, add its module to MODEL_MODULES in models/database.py if it
is new, and begin the next migration:

    class Migration(migrations.Migration):
        dependencies = [("models", "0004_checkout")]
        operations = [
            CreateTable(
                name="Website",  # the model's class
                fields=[("code", fields.CharField(64, primary_key=True)), ...],  # as in the model
                options={"table": "websites", "app": "models", "pk_attr": "code"},
                sqlite=["CREATE TABLE ...", "CREATE INDEX ..."],
                postgres=["CREATE TABLE ...", "CREATE INDEX ..."],
            ),
            Statements(sqlite=["CREATE TRIGGER ..."], postgres=["CREATE FUNCTION ...", ...]),
        ]

Name every constraint (`CONSTRAINT websites_code_form CHECK (...)`): services tell by the name which
invariant an IntegrityError is about, and a test compares the names with a list.

To change a table later, wrap tortoise's own operation in `StateOnly` (`StateOnly(AddField(...))`)
and write the ALTER by hand in `Statements`. Where SQLite cannot ALTER a table, make the new one,
copy, drop and rename it with foreign keys off: SQLite ignores that switch inside a transaction, so
the day that is needed, schema_history.py has to throw it before the migration's transaction begins.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, cast

from tortoise.migrations import operations
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

if TYPE_CHECKING:
    from tortoise.backends.base.client import BaseDBAsyncClient
    from tortoise.migrations.operations import FieldLike


async def _run(editor: BaseSchemaEditor, statements: Sequence[str]) -> None:
    # Not the editor's own way: on SQLite it splits at each semicolon, a trigger's too.
    for statement in statements:
        await editor.client.execute_query(statement)


def _of_dialect(
    editor: BaseSchemaEditor, sqlite: Sequence[str], postgres: Sequence[str]
) -> Sequence[str]:
    return sqlite if editor.client.capabilities.dialect == "sqlite" else postgres


class CreateTable(operations.CreateModel):
    """Create a model's table by the statements given."""

    def __init__(
        self,
        *,
        name: str,
        fields: Sequence[tuple[str, object]],
        options: dict[str, object],
        sqlite: Sequence[str],
        postgres: Sequence[str],
    ) -> None:
        known = cast("list[tuple[str, FieldLike]]", list(fields))
        super().__init__(name=name, fields=known, options=options, bases=["Model"])
        self._sqlite = sqlite
        self._postgres = postgres

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - tortoise's signature
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Run the statements of the dialect at hand."""
        if state_editor is not None:
            await _run(state_editor, _of_dialect(state_editor, self._sqlite, self._postgres))


class StateOnly(operations.TortoiseOperation):
    """Tell tortoise what changed, and leave the database to `Statements`."""

    def __init__(self, change: operations.TortoiseOperation) -> None:
        self._change = change

    def state_forward(self, app_label: str, state: State) -> None:
        """Change the state as `change` would."""
        self._change.state_forward(app_label, state)


class Statements(operations.TortoiseOperation):
    """Run statements that change no model's state: triggers, first rows, hand-written ALTERs."""

    def __init__(self, *, sqlite: Sequence[str] = (), postgres: Sequence[str] = ()) -> None:
        self._sqlite = sqlite
        self._postgres = postgres

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - tortoise's signature
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Run the statements of the dialect at hand."""
        if state_editor is not None:
            await _run(state_editor, _of_dialect(state_editor, self._sqlite, self._postgres))


class Computed(operations.TortoiseOperation):
    """Write rows that SQL alone can't work out, as when something has to be hashed."""

    def __init__(self, write: "Callable[[BaseDBAsyncClient], Awaitable[None]]") -> None:
        self._write = write

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - tortoise's signature
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Let `write` do it, in the migration's transaction."""
        if state_editor is not None:
            await self._write(state_editor.client)


class Rewritten(operations.TortoiseOperation):
    """Change the definition of a table that no other one refers to, where SQLite can't ALTER it.

    There the table is made again, with `after` instead of `before` in its definition and whatever
    columns, indexes and triggers it has, and its rows are copied. A table that others refer to
    would lose their rows.
    """

    def __init__(self, *, table: str, before: str, after: str, postgres: Sequence[str]) -> None:
        self._table = table
        self._before = before
        self._after = after
        self._postgres = postgres

    async def database_forward(
        self,
        app_label: str,  # noqa: ARG002 - tortoise's signature
        old_state: State,  # noqa: ARG002
        new_state: State,  # noqa: ARG002
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        """Change the table in the dialect at hand."""
        if state_editor is None:
            return
        if state_editor.client.capabilities.dialect == "sqlite":
            await self._make_again(state_editor)
        else:
            await _run(state_editor, self._postgres)

    async def _make_again(self, editor: BaseSchemaEditor) -> None:
        table = self._table
        known = await editor.client.execute_query_dict(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", [table]
        )
        (ddl,) = (row["sql"] for row in known if row["type"] == "table")
        columns = ddl[ddl.index("(") :]
        assert columns.count(self._before) == 1, f"the definition of {table} is another one"
        await _run(
            editor,
            [
                f"CREATE TABLE {table}_again {columns.replace(self._before, self._after)}",
                f"INSERT INTO {table}_again SELECT * FROM {table}",  # noqa: S608 - our own names
                f"DROP TABLE {table}",
                f"ALTER TABLE {table}_again RENAME TO {table}",
                *(row["sql"] for row in known if row["type"] != "table"),
            ],
        )


class ChangedCheck(Rewritten):
    """Put another condition into a named CHECK of a table that no other one refers to."""

    def __init__(self, *, table: str, name: str, before: str, after: str) -> None:
        changed = f"CONSTRAINT {name} CHECK ({after})"
        super().__init__(
            table=table,
            before=f"CONSTRAINT {name} CHECK ({before})",
            after=changed,
            postgres=[
                f"ALTER TABLE {table} DROP CONSTRAINT {name}",
                f"ALTER TABLE {table} ADD {changed}",
            ],
        )


# What a migration is made of: operations that say by themselves what is done to the database.
HandWritten = (CreateTable, StateOnly, Statements, Computed, Rewritten)
