import sys

import pytest

from tests.federation.node import why_there_is_no_node


@pytest.fixture(scope="session", autouse=True)
def node(pytestconfig: pytest.Config) -> None:
    """Have Node and its packages, or skip, which nobody should overlook."""
    reason = why_there_is_no_node()
    if reason is not None:
        capture = pytestconfig.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n*** The federation tests do not run: {reason}\n", file=sys.stderr)
        pytest.skip(reason)
