"""`guerdon export-schema`: prints an API's schema."""

from enum import StrEnum
from typing import Annotated

import typer


class Api(StrEnum):
    """The two APIs."""

    STOREFRONT = "storefront"
    ADMIN = "admin"


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(export_schema)


def export_schema(
    api: Annotated[Api, typer.Argument(help="The API to export.")],
    points_only: Annotated[
        bool,
        typer.Option(
            "--points-only",
            help=(
                "Storefront only: the part a gateway needs if the shop's own subgraph has the rest."
            ),
        ),
    ] = False,
) -> None:
    """Print an API's schema in GraphQL's schema definition language."""
    if points_only and api is not Api.STOREFRONT:
        raise typer.BadParameter("--points-only is for the storefront only.")
    from schema.snapshots import snapshot

    sdl = snapshot(api)
    if points_only:
        from schema.storefront.points_subgraph import points_subgraph

        sdl = f"{points_subgraph(sdl)}\n"
    typer.echo(sdl, nl=False)
