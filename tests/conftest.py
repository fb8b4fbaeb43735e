"""What all tests share: a fresh, migrated database for each, on SQLite or PostgreSQL, and NOW.

`--database=sqlite` (the default) or `--database=postgres` says which; with `--pooler` a test
reaches PostgreSQL through PgBouncer (R18.2). A test that asks for
`database` has it open in its own process; one that asks for `database_url` only, and starts
processes of its own, has it closed.
"""

import asyncio
import gc
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from models.database import close_database, open_database
from models.schema_history import migrate, split
from tests import citus_cluster
from tests.clock import NOW
from tests.memory import memory
from tests.pasts import Past, Pasts
from tests.pooler_server import pooler_server
from tests.postgres_administrator import Administrator
from tests.postgres_server import postgres_server

_TEMPLATE = "guerdon_template"
_BYTES_OF_A_RUN = 3_000_000_000
_DATABASES = {"database_url", "empty_database_url", "postgres_url"}
# A busy machine is no reason to fail: how long an example takes says nothing about the program.
settings.register_profile(
    "guerdon",
    deadline=None,
    print_blob=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("guerdon")

_server = ExitStack()
_server_url = pytest.StashKey[str]()
_pooler_url = pytest.StashKey[str]()


@pytest.fixture
def own_garbage() -> Iterator[None]:
    """Let a test collect what it has left itself: what others have left would be its failure."""
    gc.freeze()
    yield
    gc.unfreeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres", "citus"], default="sqlite")
    parser.addoption("--pooler", action="store_true")
    parser.addoption("--partitions", type=int, default=0)


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once a run: in the process that hands out tests, if there are several.

    Temporary folders are made in memory: SQLite syncs the disk at every commit, for 6 ms or so.
    """
    if (folder := memory(bytes_needed=_BYTES_OF_A_RUN)) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))
    worker_input = getattr(config, "workerinput", None)
    if worker_input is not None:
        config.stash[_server_url] = worker_input["server_url"]
        config.stash[_pooler_url] = worker_input["pooler_url"]
    elif config.option.database == "postgres" and not config.option.collectonly:
        config.stash[_server_url] = _server.enter_context(postgres_server())
        with Administrator(config.stash[_server_url]) as administrator:
            template = administrator.create(_TEMPLATE)
            asyncio.run(_migrate(template, config.option.partitions))
        if config.option.pooler:
            pooler = _server.enter_context(pooler_server(config.stash[_server_url]))
            config.stash[_pooler_url] = pooler.url
    elif config.option.database == "citus" and not config.option.collectonly:
        config.stash[_server_url] = _citus()


def _citus() -> str:
    """Return the address of the cluster that the environment names, made ready for tests."""
    url = citus_cluster.citus_url()
    if not url:
        pytest.exit(f"no test was run on Citus: {citus_cluster.URL} names no cluster", 0)
    asyncio.run(citus_cluster.make_template(url))
    os.environ["GUERDON_CITUS"] = "1"  # for commands that tests start
    return url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what has nothing to do with a database: SQLite's run has told it."""
    if config.option.database != "sqlite":
        left_out = [each for each in items if not _is_about_a_database(each)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [each for each in items if _is_about_a_database(each)]
    if config.option.database == "citus":
        for each in items:
            _skip_what_citus_cannot(each)


def _skip_what_citus_cannot(item: pytest.Item) -> None:
    mark = item.get_closest_marker("not_on_citus")
    if mark is not None:
        item.add_marker(pytest.mark.skip(reason=f"NOT ON CITUS: {mark.args[0]}"))


def _is_about_a_database(item: pytest.Item) -> bool:
    is_asked_for = not _DATABASES.isdisjoint(getattr(item, "fixturenames", ()))
    return is_asked_for and item.get_closest_marker("any_database") is None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker where the server is."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # no types
    node.workerinput["server_url"] = config.stash.get(_server_url, "")  # type: ignore[attr-defined]
    node.workerinput["pooler_url"] = config.stash.get(_pooler_url, "")  # type: ignore[attr-defined]


def pytest_unconfigure() -> None:
    _server.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what passed tests have counted with `record_property`."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties if report.when == "call" else ():
            terminalreporter.write_line(f"{name}: {value}")


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}"


async def _migrate(url: str, partitions: int = 0) -> None:
    await open_database(url)
    try:
        await migrate()
        if partitions:
            await split(partitions)
    finally:
        await close_database()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "guerdon.db"
    asyncio.run(_migrate(f"sqlite://{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """Return the address of the test run's server, without a database's name."""
    return request.config.stash[_server_url]


@pytest.fixture(scope="session")
def postgres_administrator(postgres_url: str) -> Iterator[Administrator]:
    with Administrator(postgres_url) as administrator:
        yield administrator


@pytest.fixture
def past() -> Past | None:
    """Return what the shop of a fresh database has lived through, a folder's own: here nothing.

    It is lived through once in a process, in a database that those of the tests are copied from.
    """
    return None


@pytest.fixture(scope="session")
def sqlite_pasts(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Pasts[Path]:
    def live_through(past: Past) -> Path:
        path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("past") / "guerdon.db"))
        asyncio.run(past(f"sqlite://{path}"))
        return path

    return Pasts(sqlite_template, live_through)


@pytest.fixture(scope="session")
def postgres_pasts(postgres_administrator: Administrator) -> Pasts[str]:
    def live_through(past: Past) -> str:
        name = f"past_{uuid.uuid4().hex}"
        asyncio.run(past(postgres_administrator.copy(_TEMPLATE, name)))
        return name

    return Pasts(_TEMPLATE, live_through)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the URL of a fresh, migrated database that this process has not opened."""
    name = request.config.option.database
    yield from request.getfixturevalue(f"{name}_database_url")


@pytest.fixture
def sqlite_database_url(sqlite_pasts: Pasts[Path], past: Past | None, tmp_path: Path) -> list[str]:
    return [f"sqlite://{shutil.copy(sqlite_pasts.template(past), tmp_path / 'guerdon.db')}"]


@pytest.fixture
def postgres_database_url(
    postgres_administrator: Administrator, postgres_pasts: Pasts[str], past: Past | None
) -> Iterator[list[str]]:
    name = f"test_{uuid.uuid4().hex}"
    yield [postgres_administrator.copy(postgres_pasts.template(past), name)]
    postgres_administrator.drop(name)


@pytest.fixture
def citus_database_url(postgres_url: str, past: Past | None) -> Iterator[list[str]]:
    name = f"test_{uuid.uuid4().hex}"
    asyncio.run(citus_cluster.copy_template(postgres_url, name))
    if past is not None:
        asyncio.run(past(f"{postgres_url}/{name}"))
    yield [f"{postgres_url}/{name}"]
    asyncio.run(citus_cluster.drop_database(postgres_url, name))


@pytest.fixture
def empty_citus_database_url(postgres_url: str) -> Iterator[list[str]]:
    name = f"empty_{uuid.uuid4().hex}"
    asyncio.run(citus_cluster.make_database(postgres_url, name))
    yield [f"{postgres_url}/{name}"]
    asyncio.run(citus_cluster.drop_database(postgres_url, name))


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a database without a table."""
    if request.config.option.database == "sqlite":
        yield f"sqlite://{tmp_path / 'empty.db'}"
        return
    if request.config.option.database == "citus":
        yield from request.getfixturevalue("empty_citus_database_url")
        return
    administrator: Administrator = request.getfixturevalue("postgres_administrator")
    name = f"empty_{uuid.uuid4().hex}"
    yield administrator.create(name)
    administrator.drop(name)


@pytest.fixture
async def database(database_url: str, pytestconfig: pytest.Config) -> AsyncIterator[str]:
    """Open a fresh, migrated database and yield its URL, which never leads through a pooler."""
    pooler_url = pytestconfig.stash.get(_pooler_url, "")
    if pooler_url:
        await open_database(f"{pooler_url}/{database_url.rsplit('/', 1)[-1]}", pooler=True)
    else:
        await open_database(database_url, citus=citus_cluster.is_on_citus())
    yield database_url
    await close_database()


@pytest.fixture
def now() -> datetime:
    return NOW
