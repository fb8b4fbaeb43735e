"""Commands about the database: `guerdon migrate`, `seed`."""

import typer

from cli.refusals import plain_refusals, say_no


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (migrate, seed):
        app.command()(command)


@plain_refusals
def migrate() -> None:
    """Bring the database to the newest schema; several at once take turns."""
    from cli.work.database import with_database
    from cli.work.progress import progress
    from cli.work.settings_in_force import settings_in_force
    from models import schema_history

    settings = settings_in_force()
    partitions = settings.partitions

    async def bring_to_newest() -> tuple[int, bool]:
        applied = await schema_history.migrate()
        try:
            return applied, partitions is not None and await schema_history.split(partitions)
        except schema_history.TooManyPartitions as error:
            say_no(str(error))

    with progress(settings, "Migrating the database"):
        applied, is_split = with_database(settings, bring_to_newest)
    typer.echo(f"{applied} migrations applied." if applied else "Nothing to migrate.")
    if is_split:
        now = f"now have {partitions} partitions" if partitions != 1 else "are no longer split"
        typer.echo(f"The tables of points {now}.")


@plain_refusals
def seed() -> None:
    """Load the sample shop; a second time changes nothing."""
    from cli.work.database import demand_file, demand_newest_schema, with_database
    from cli.work.progress import progress
    from cli.work.settings_in_force import settings_in_force
    from sample.shop import seed as load_sample_shop
    from services.command.clock import now

    async def load() -> bool:
        await demand_newest_schema()
        return await load_sample_shop(now=await now())

    settings = settings_in_force()
    demand_file(settings)
    with progress(settings, "Loading the sample shop"):
        loaded = with_database(settings, load)
    typer.echo("The sample shop is loaded." if loaded else "The sample shop is already loaded.")
