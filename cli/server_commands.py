"""`guerdon serve` and `guerdon worker`: the two that run until they are told to stop."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from cli.refusals import plain_refusals, say_no


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(serve)
    app.command()(worker)


@plain_refusals
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of server processes.")] = 1,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave the background jobs to `guerdon worker`.")
    ] = False,
    sample: Annotated[
        bool,
        typer.Option("--sample", help="Load the sample shop first, and print tokens to try it."),
    ] = False,
) -> None:
    """Serve both APIs, and run the background jobs beside them.

    SQLite is migrated first; PostgreSQL with migrations pending is refused.
    """
    from cli.serving.port import demand_free_port

    demand_free_port(host, port)
    gc.disable()  # what is imported now stays: looking through it took 0.3 s; app.py enables it
    from cli.serving.start import start

    if not start(host=host, port=port, processes=workers, jobs=not no_worker, sample=sample):
        raise typer.Exit(1)


@plain_refusals
def worker(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Run nothing; exit 0 if every job was done within five minutes, by any worker.",
        ),
    ] = False,
    heartbeat: Annotated[
        Path | None,
        typer.Option(help="File to touch every 5 seconds while this process is alive."),
    ] = None,
    alive: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Run nothing; exit 0 if a worker has touched its heartbeat FILE within a minute.",
        ),
    ] = None,
) -> None:
    """Run the background jobs alone: expiry, expiry warnings, holds, mail, webhooks."""
    if alive is not None:
        _check_heartbeat(alive)
        return
    if check:
        _check_jobs()
        return
    from cli.serving.processes import work
    from cli.work.database import demand_file, with_database
    from cli.work.log import open_log
    from cli.work.settings_in_force import settings_in_force
    from services.mail.options import start_mail
    from services.webhooks.options import start_webhooks
    from settings import mail_options_of, webhook_options_of

    settings = settings_in_force()
    open_log(settings)
    demand_file(settings)
    settings = settings.with_local_secret()
    start_mail(mail_options_of(settings))
    start_webhooks(webhook_options_of(settings))
    if heartbeat is not None:
        _demand_writable(heartbeat)
    with_database(settings, lambda: work(settings, heartbeat))


def _check_heartbeat(file: Path) -> None:
    from services.operation.heartbeat import is_alive

    if not is_alive(file):
        say_no(f"no worker has touched {file} within a minute.")
    typer.echo("The worker is alive.")


def _demand_writable(file: Path) -> None:
    try:
        file.touch()
    except OSError as error:
        say_no(f"--heartbeat {file}: {error.strerror}.", 2)


def _check_jobs() -> None:
    from cli.work.database import demand_file, demand_newest_schema, with_database
    from cli.work.settings_in_force import settings_in_force
    from services.command.clock import now
    from services.operation.states import late_jobs
    from services.rules.basics.enums import Job

    async def check() -> list[Job]:
        await demand_newest_schema()
        return await late_jobs(now=await now())

    settings = settings_in_force()
    demand_file(settings)
    late = with_database(settings, check)
    if late:
        say_no(f"not done within five minutes: {', '.join(late)}.")
    typer.echo("All jobs are done in time.")
