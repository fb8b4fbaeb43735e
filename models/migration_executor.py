"""Migration executor: runs the statements of one migration and notes that it was applied.

It brings tortoise's migrations and all of ours into memory: only what migrates imports it.
"""

from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

from models.database import APPS
from models.ddl import HandWritten
from models.engines.noted_client import NotedClient


async def apply(client: NotedClient, name: str) -> None:
    """Run one migration that is pending, and note that it was applied."""
    await _Executor(client, APPS).apply(name)


class _Executor(MigrationExecutor):
    """Runs the statements of a migration, which models/ddl.py has written down for each database.

    Tortoise would work out all models as they were before and after each operation, to write the
    statements itself: that took four fifths of the time. What goes by the models is refused.
    """

    async def apply(self, name: str) -> None:
        """Run one migration and note that it was applied."""
        (migration,) = [step.migration for step in await self.plan() if step.migration.name == name]
        editor = self._schema_editor(atomic=False)
        unknown = State(models={}, apps=StateApps())
        for operation in migration.operations:
            assert isinstance(operation, HandWritten), "its statements are written by hand"
            await operation.database_forward(migration.app_label, unknown, unknown, editor)
        await self.recorder.record_applied(migration.app_label, name)
