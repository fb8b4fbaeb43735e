"""The `guerdon` command: serve, work, migrate, seed, move in and out, simulate, sign, prove.

Answers go to standard output, everything else to standard error. Exit codes: 0, 1 (said no), 2
(usage, or a variable of the environment that cannot be used).

The modules that declare commands import only what the command line itself needs; what a command
works with it imports when it runs, so that each starts at once.
"""

from typing import Annotated

import typer

from cli import (
    config_command,
    database_commands,
    moving_commands,
    personal_data_command,
    proof_commands,
    schema_command,
    server_commands,
    simulate_command,
    token_command,
)

app = typer.Typer(
    help="Guerdon: reward points for shops.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"guerdon {version('guerdon')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Guerdon: reward points for shops."""


for _module in (
    server_commands,
    database_commands,
    moving_commands,
    proof_commands,
    simulate_command,
    personal_data_command,
    token_command,
    config_command,
    schema_command,
):
    _module.add_to(app)
