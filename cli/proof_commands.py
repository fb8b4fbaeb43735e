"""Commands that prove the books: `guerdon verify`, `seal`."""

from pathlib import Path
from typing import Annotated

import typer

from cli.refusals import plain_refusals


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (verify, seal):
        app.command()(command)


@plain_refusals
def verify(
    since: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT",
            help="Only accounts on which something was booked since then: 2026-11-29T00:00:00Z.",
        ),
    ] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this customer's accounts.")
    ] = None,
    seal: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Compare with a seal that `guerdon seal` wrote."),
    ] = None,
    seal_key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The public key, in PEM, that must have signed it; else the one in the seal.",
        ),
    ] = None,
) -> None:
    """Prove the ledger's invariants and hash chains; exit 1 and a line per violation otherwise.

    With --seal what the rows alone can't show, too: whether they are those that were sealed.
    """
    from cli.work.proof import verify_books
    from cli.work.settings_in_force import settings_in_force

    verify_books(settings_in_force(), since, customer, seal, seal_key)


@plain_refusals
def seal(
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it here, not to standard output.")
    ] = None,
) -> None:
    """Sign a root over all accounts and the audit log; keep what it prints somewhere else.

    It is signed with GUERDON_SEAL_KEY_FILE or, with SQLite, the key beside the database, which is
    made there the first time.
    """
    from cli.work.proof import seal_books
    from cli.work.settings_in_force import settings_in_force

    seal_books(settings_in_force(), out)
