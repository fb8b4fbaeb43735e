"""The table that `make test-faults` prints."""

import pytest

from tests.faults.load import Outcome, table

_outcomes = pytest.StashKey[list[Outcome]]()


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    """Return where the outcome of a fault goes, to be printed at the end."""
    return request.config.stash.setdefault(_outcomes, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    found = config.stash.get(_outcomes, [])
    if found:
        terminalreporter.section(f"faults on {config.option.database}")
        for line in table(found):
            terminalreporter.write_line(line)
