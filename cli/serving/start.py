"""The start of the server, all in one process: check, migrate, load the sample shop, serve."""

from collections.abc import Awaitable, Callable

from cli.serving.processes import run_server
from cli.work.database import demand_newest_schema, with_database
from cli.work.log import open_log
from cli.work.settings_in_force import settings_in_force
from models import schema_history
from settings import Settings, hand_down, is_loopback

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound here


def start(*, host: str, port: int, processes: int, jobs: bool, sample: bool) -> bool:
    """Serve until told to stop; return whether it could start. Raises WrongSetting."""
    settings = settings_in_force()
    log = open_log(settings)
    if is_loopback(host):
        settings = _with_secret(settings)
    hand_down(
        settings,
        worker_in_app=jobs,
        several_processes=processes > 1,
        address=address_of(host, port),
    )
    if settings.sandbox:
        log.warning("SANDBOX: the clock can be moved. Never do this in production.")
    if settings.trusted_documents is not None:
        from app import build_app

        # Reported here, once, and not by each process that serves.
        build_app(settings)
    with_database(settings, _prepare(settings, sample=sample))
    if sample:
        from cli.serving.welcome import show_welcome

        show_welcome()
    return run_server(host=host, port=port, processes=processes)


def _with_secret(settings: Settings) -> Settings:
    if settings.is_sqlite and settings.given_secret is None:
        from cli.work.database import check_file

        check_file(settings.database_file)
    return settings.with_local_secret(made=True)


def _prepare(settings: Settings, *, sample: bool) -> Callable[[], Awaitable[None]]:
    async def prepare() -> None:
        if settings.is_sqlite:
            await schema_history.migrate()
        else:
            await demand_newest_schema(settings)
        if sample:
            from sample.shop import seed
            from services.command.clock import now

            await seed(now=await now())

    return prepare


def address_of(host: str, port: int) -> str:
    """Return where a server that listens on `host` and `port` is reached from this machine."""
    name = _EVERYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
