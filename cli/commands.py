"""The `guerdon` command: serve, work, migrate, seed, sign tokens, verify, export the schemas.

Answers go to standard output, everything else to standard error. Exit codes: 0, 1 (said no), 2
(usage, or a variable of the environment that cannot be used).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from importlib import import_module
from typing import Annotated, NoReturn, ParamSpec, TypeVar

import structlog
import typer
from rich.console import Console

from cli.serving import run_server, run_worker
from cli.welcome import welcome
from models import database
from services.access.bearer import SCOPES, CustomerClaims
from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from services.command.clock import now, start_clock
from services.mail.options import start_mail
from services.rules.basics.refusals import RewardsError
from settings import (
    Settings,
    WrongSetting,
    hand_down,
    is_loopback,
    mail_options_of,
    read_settings,
)
from transport.watch.log_format import set_up_logging

P = ParamSpec("P")
R = TypeVar("R")

_MOST_SECONDS = 10 * 365 * 86_400

app = typer.Typer(
    help="Guerdon: reward points for shops.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_terminal = Console(stderr=True)
_log = structlog.get_logger("guerdon")


class Api(StrEnum):
    """The two APIs."""

    STOREFRONT = "storefront"
    ADMIN = "admin"


def _say_no(sentence: str, code: int = 1) -> NoReturn:
    _terminal.print(f"guerdon: {sentence}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)


def _plain_failures(command: Callable[P, None]) -> Callable[P, None]:
    """Say in one line which variable of the environment cannot be used, without a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except WrongSetting as error:
            _say_no(str(error), 2)

    return run


@contextmanager
def _progress(sentence: str) -> Iterator[None]:
    """Show on a terminal that something is under way; elsewhere log that it began."""
    if _terminal.is_terminal:
        with _terminal.status(sentence):
            yield
    else:
        _log.info(sentence)
        yield


def _settings() -> Settings:
    settings = read_settings()
    set_up_logging(settings.log_format, settings.log_level)
    return settings


def _with_database(settings: Settings, work: Callable[[], Awaitable[R]]) -> R:
    async def run() -> R:
        await _open(settings.database_url)
        try:
            return await work()
        finally:
            await database.close_database()

    start_clock(sandbox=settings.sandbox)
    try:
        return asyncio.run(run())
    except RewardsError as error:
        _say_no(str(error))
    except database.DatabaseFailure as error:
        _say_no(f"the database said: {str(error) or type(error).__name__}")


async def _open(url: str) -> None:
    """Open the database; say no early where it can't be reached or doesn't know an option."""
    try:
        await database.open_database(url)
        await database.probe()
    except (TypeError, ValueError) as error:
        _say_no(f"GUERDON_DATABASE_URL can't be used: {error}", 2)


async def _demand_newest_schema() -> None:
    pending = await database.pending_migrations()
    if pending:
        _say_no(f"migrations are pending ({', '.join(pending)}): run `guerdon migrate` first.")


@app.command()
@_plain_failures
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of server processes.")] = 1,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave the background jobs to `guerdon worker`.")
    ] = False,
) -> None:
    """Serve both APIs, and run the background jobs beside them.

    SQLite is migrated first; PostgreSQL with migrations pending is refused.
    """
    settings = _settings().with_local_secret() if is_loopback(host) else _settings()
    hand_down(settings, worker_in_app=not no_worker)
    if settings.sandbox:
        _log.warning("SANDBOX: the clock can be moved. Never do this in production.")
    if settings.trusted_documents is not None:
        # What is wrong with them is said here, once, and not by each process that serves.
        import_module("app").build_app(settings)
    prepare = database.migrate if settings.is_sqlite else _demand_newest_schema
    _with_database(settings, prepare)
    if not run_server(host=host, port=port, processes=workers):
        raise typer.Exit(1)


@app.command()
@_plain_failures
def worker() -> None:
    """Run the background jobs alone: expiry, expiry warnings, holds, mail."""
    settings = _settings().with_local_secret()
    start_mail(mail_options_of(settings))
    _with_database(settings, _work)


async def _work() -> None:
    await _demand_newest_schema()
    await run_worker()


@app.command()
@_plain_failures
def migrate() -> None:
    """Bring the database to the newest schema; several at once take turns."""
    settings = _settings()
    with _progress("Migrating the database"):
        applied = _with_database(settings, database.migrate)
    typer.echo(f"{applied} migrations applied." if applied else "Nothing to migrate.")


@app.command()
@_plain_failures
def seed() -> None:
    """Load the sample shop; a second time changes nothing."""
    from sample.shop import seed as load_sample_shop  # noqa: PLC0415 - only here

    async def load() -> bool:
        await _demand_newest_schema()
        return await load_sample_shop(now=await now())

    settings = _settings()
    with _progress("Loading the sample shop"):
        loaded = _with_database(settings, load)
    typer.echo("The sample shop is loaded." if loaded else "The sample shop is already loaded.")


@app.command()
@_plain_failures
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
        int, typer.Option(min=1, max=_MOST_SECONDS, help=("The token's lifetime in seconds."))
    ] = 3600,
) -> None:
    """Print a token and nothing else."""
    rules = _token_rules(read_settings())
    if bool(customer) == bool(scope) or (scope and website):
        _say_no("give either --customer ID [--website CODE] or --scope SCOPE [--scope …].", 2)
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
        _say_no(str(error), 2)
    typer.echo(signed)


def _token_rules(settings: Settings) -> TokenRules:
    return TokenRules(
        secret=settings.with_local_secret().signing_secret,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        customers=CustomerClaims(settings.jwt_customer_claim, settings.customer_id_format),
    )


@app.command()
@_plain_failures
def verify() -> None:
    """Prove the ledger's invariants (R3.3); exit 1 and a line per violation otherwise."""
    from services.accounts.verification import LedgerCheck, check_ledger  # noqa: PLC0415 - only here

    async def check() -> LedgerCheck:
        await _demand_newest_schema()
        return await check_ledger()

    settings = _settings()
    with _progress("Verifying the ledger"):
        found = _with_database(settings, check)
    for violation in found.violations:
        typer.echo(violation)
    if not found.ok:
        raise typer.Exit(1)
    typer.echo(f"The ledger holds: {found.accounts} accounts verified.")


@app.command()
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
    sdl = import_module(f"schema.{api}.root").schema.as_str()
    if points_only:
        from schema.storefront.points_subgraph import points_subgraph  # noqa: PLC0415 - only here

        sdl = points_subgraph(sdl)
    typer.echo(sdl)


@app.command(name="welcome", hidden=True)
@_plain_failures
def show_welcome() -> None:
    """Print what `make run` shows first."""
    from sample.shop import SHOWN_CUSTOMER  # noqa: PLC0415 - only here

    settings = read_settings()
    rules = _token_rules(settings)
    typer.echo(welcome(url=settings.public_url, rules=rules, customer_id=SHOWN_CUSTOMER))
