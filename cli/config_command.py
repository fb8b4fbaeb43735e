"""`guerdon config`: the settings of this installation, and where they come from."""

from typing import Annotated

import typer

from cli.refusals import plain_refusals, say


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(config)


@plain_refusals
def config(
    reference: Annotated[
        bool,
        typer.Option(
            "--reference", help="Print what each setting means instead: docs/configuration.md."
        ),
    ] = False,
) -> None:
    """Print every setting in force and where it comes from, without secrets.

    GUERDON_ variables that are not settings are listed too.
    """
    from cli.work import settings_table
    from settings import read_settings, unknown_settings

    if reference:
        typer.echo(settings_table.reference())
        return
    for line in settings_table.in_force(read_settings()):
        typer.echo(line)
    for sentence in unknown_settings():
        say(sentence)
