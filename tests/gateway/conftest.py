import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.faults.running_shop import SECRET, RunningShop, running_shop
from tests.gateway.graph import Graph
from tests.gateway.magento.shop import Shop
from tests.gateway.magento.stand_in import StandIn, running
from tests.gateway.magento.versions import VERSIONS
from tests.gateway.observers import SET_UP, ask, observers
from tests.gateway.process import gateway, why_there_is_no_gateway


@pytest.fixture(scope="session", autouse=True)
def node(pytestconfig: pytest.Config) -> None:
    """Have Node and the gateway's packages, or skip, which nobody should overlook."""
    reason = why_there_is_no_gateway()
    if reason is not None:
        capture = pytestconfig.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n*** The gateway's tests do not run: {reason}\n", file=sys.stderr)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def guerdon(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningShop]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("gateway") / "guerdon.db")
    with running_shop(f"sqlite://{path}") as [server]:
        yield server


@pytest.fixture(scope="session")
def admin(guerdon: RunningShop) -> Iterator[httpx.Client]:
    token = guerdon.command("token", "--scope", "admin").stdout.strip()
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=guerdon.url, headers=headers, timeout=60) as client:
        ask(client, SET_UP)
        yield client


@pytest.fixture(scope="session")
def graphs(guerdon: RunningShop, admin: httpx.Client) -> Iterator[dict[str, Graph]]:
    """Run a gateway before each version of Magento, which exchanges the shop's tokens."""
    with ExitStack() as started:
        yield {
            version: _graph(started, version, guerdon, admin, {"GUERDON_JWT_SECRET": SECRET})
            for version in VERSIONS
        }


def _graph(
    started: ExitStack,
    version: str,
    guerdon: RunningShop,
    admin: httpx.Client,
    more: dict[str, str],
) -> Graph:
    stand_in = started.enter_context(running(StandIn(version, Shop(observers(admin)))))
    url = started.enter_context(
        gateway(
            {"MAGENTO_GRAPHQL": stand_in.url, "GUERDON_GRAPHQL": f"{guerdon.url}/graphql", **more}
        )
    )
    return Graph(url, stand_in)


@pytest.fixture(params=VERSIONS)
def graph(graphs: dict[str, Graph], request: pytest.FixtureRequest) -> Graph:
    return graphs[request.param]
