"""`guerdon export-schema`: prints an API's schema."""

from enum import StrEnum
from typing import Annotated

import typer

from schema.storefront.customers.customer_key import CustomerKey


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
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Leave out what belongs to Apollo Federation."),
    ] = False,
    customer_key: Annotated[
        CustomerKey | None,
        typer.Option(
            "--customer-key",
            help=(
                "With --points-only, how a gateway asks for a customer: by the `token` alone (the"
                " default, for any Magento), or by the `id` too, if the graph shows other customers"
                " than the signed-in one."
            ),
        ),
    ] = None,
) -> None:
    """Print an API's schema in GraphQL's schema definition language."""
    if points_only and api is not Api.STOREFRONT:
        raise typer.BadParameter("--points-only is for the storefront only.")
    if customer_key and (plain or not points_only):
        raise typer.BadParameter("--customer-key is for --points-only without --plain.")
    from schema.snapshots import snapshot

    sdl = snapshot(api)
    if points_only:
        from schema.storefront.points_subgraph import points_subgraph

        sdl = f"{points_subgraph(sdl, key=customer_key or CustomerKey.TOKEN, has_doors=plain)}\n"
    if plain:
        from schema.plain_sdl import plain_sdl

        sdl = f"{plain_sdl(sdl)}\n"
    typer.echo(sdl, nl=False)
