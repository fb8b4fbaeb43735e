"""The command `guerdon personal-data`: what is kept of one customer, as JSON (R12.5)."""

from typing import Annotated

import typer

from cli.refusals import plain_refusals


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("personal-data")(show_personal_data)


@plain_refusals
def show_personal_data(
    customer_id: Annotated[str, typer.Argument(help="The customer's id, or an old one of theirs.")],
) -> None:
    """Print all that is kept of a customer, as JSON: to be handed over before they are erased."""
    import orjson

    from cli.work.database import demand_file, demand_newest_schema, with_database
    from cli.work.settings_in_force import settings_in_force
    from services.customers.personal_data import personal_data

    async def collect() -> dict[str, object]:
        await demand_newest_schema()
        return await personal_data(customer_id=customer_id)

    settings = settings_in_force()
    demand_file(settings)
    found = with_database(settings, collect)
    typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
