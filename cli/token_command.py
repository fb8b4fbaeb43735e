"""`guerdon token`: signs a token with the secret of this installation."""

from typing import Annotated

import typer

from cli.refusals import plain_refusals, say_no
from services.access.bearer import SCOPES

_MOST_SECONDS = 10 * 365 * 86_400


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(token)


@plain_refusals
def token(
    customer: Annotated[
        str | None, typer.Option(help="A customer's id, for a storefront token.")
    ] = None,
    website: Annotated[str | None, typer.Option(help="The customer token's website.")] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help=f"An admin token's scope: {', '.join(SCOPES)}.")
    ] = None,
    subject: Annotated[str, typer.Option(help="The subject of an admin token.")] = "admin",
    ttl: Annotated[
        int, typer.Option(min=1, max=_MOST_SECONDS, help="The token's lifetime in seconds.")
    ] = 3600,
) -> None:
    """Print a token and nothing else.

    It is signed with GUERDON_JWT_SECRET or, with SQLite, the secret beside the database, which
    `guerdon serve` has made there.
    """
    if bool(customer) == bool(scope) or (scope and website):
        say_no("give either --customer ID [--website CODE] or --scope SCOPE [--scope …].", 2)
    from cli.signing import token_rules
    from services.access.tokens import issue_admin_token, issue_customer_token
    from settings import read_settings

    rules = token_rules(read_settings())
    try:
        if customer:
            signed = issue_customer_token(
                rules=rules, customer_id=customer, website_code=website, ttl_seconds=ttl
            )
        else:
            signed = issue_admin_token(
                rules=rules, subject=subject, scopes=scope or (), ttl_seconds=ttl
            )
    except ValueError as error:
        say_no(str(error), 2)
    typer.echo(signed)
