"""Command that tries a change on past orders: `guerdon simulate` (R15.5)."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from cli.refusals import plain_refusals, say_no

if TYPE_CHECKING:
    from graphql import GraphQLInputObjectType
    from strawberry import Schema

    from resolvers.admin.reports.simulation import Asked
    from services.reports.simulation.sums import Simulation
    from services.rules.basics.money import Money


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(simulate)


@plain_refusals
def simulate(
    file: Annotated[
        Path,
        typer.Argument(
            help="The change as JSON: the `input` of the admin API's query `simulate`.",
            exists=True,
            dir_okay=False,
            allow_dash=True,
        ),
    ],
    show_progress: Annotated[
        bool, typer.Option("--progress", help="Say how far it is, also where there is no terminal.")
    ] = False,
) -> None:
    """Say what a changed rate, setting or rule would have given past orders; writes nothing."""
    from cli.work.database import demand_file, demand_newest_schema, with_database
    from cli.work.progress import Steps
    from cli.work.settings_in_force import settings_in_force
    from services.command.clock import now
    from services.reports.simulation.simulation import simulate as lay_over

    asked = _asked(file)
    settings = settings_in_force()
    demand_file(settings)
    with Steps("orders", is_wanted=show_progress) as steps:

        async def run() -> "Simulation":
            await demand_newest_schema()
            return await lay_over(
                wanted=asked.wanted,
                website_code=asked.website_code,
                since=asked.since,
                until=asked.until,
                now=await now(),
                most_orders=None,
                told=steps.told,
            )

        found = with_database(settings, run)
    typer.echo(json.dumps(_answer(found), indent=2))


def _asked(file: Path) -> "Asked":
    """Read what is asked, as the admin API would."""
    schema = _admin_schema()  # first: it is what makes enums of the words of the rules
    from strawberry.types.arguments import convert_argument

    from resolvers.admin.reports.simulation import SimulationInput, asked_of

    read = convert_argument(
        _input(file, schema),
        SimulationInput,
        scalar_registry=schema.schema_converter.scalar_registry,
        config=schema.config,
    )
    return asked_of(cast("SimulationInput", read))


def _input(file: Path, schema: "Schema") -> dict[str, object]:
    """Read the file as the query's input; refuse what the query would."""
    from graphql.utilities import coerce_input_value, validate_input_value

    from transport.api.execution import graphql_schema

    kind = cast("GraphQLInputObjectType", graphql_schema(schema).type_map["SimulationInput"])
    try:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text()
        given = json.loads(text)
    except ValueError as error:
        say_no(f"{file} is no JSON: {error}")
    wrong: list[str] = []
    validate_input_value(given, kind, lambda error, _: wrong.append(error.message))
    if wrong:
        say_no(f"{file} is no input of `simulate`: {' '.join(wrong)}")
    if not isinstance(given, dict) or sum(value is not None for value in given.values()) != 1:
        say_no(f"{file} is no input of `simulate`: it must have exactly one change.")
    return cast("dict[str, object]", coerce_input_value(given, kind))


def _admin_schema() -> "Schema":
    from schema.admin.root import schema

    return schema


def _answer(found: "Simulation") -> dict[str, object]:
    """Return the answer in the words of the admin API."""
    return {
        "orders": found.orders,
        "pointsBefore": found.points_before,
        "pointsAfter": found.points_after,
        "worthBefore": _money(found.worth_before),
        "worthAfter": _money(found.worth_after),
        "customersGaining": found.customers_gaining,
        "customersLosing": found.customers_losing,
        "examples": [
            {
                "customerId": each.customer_id,
                "orderId": each.order_id,
                "pointsBefore": each.points_before,
                "pointsAfter": each.points_after,
                "why": each.why,
            }
            for each in found.examples
        ],
    }


def _money(money: "Money") -> dict[str, str]:
    from services.rules.basics.currencies import MINOR_DIGITS
    from services.rules.basics.money import padded

    amount = padded(money.amount, MINOR_DIGITS[money.currency])
    return {"amount": f"{amount:f}", "currency": money.currency}
