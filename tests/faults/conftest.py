"""Fixtures of the faults: how many processes, and the table that `make test-faults` prints."""

import pytest

from tests.faults.load import Outcome, table

_outcomes = pytest.StashKey[list[Outcome]]()


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    """Return where the outcome of a fault goes, to be printed at the end."""
    return request.config.stash.setdefault(_outcomes, [])


@pytest.fixture
def processes() -> dict[str, int]:
    """Return what runs into itself: two servers on one database, of a process each."""
    return {"servers": 2}


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    found = config.stash.get(_outcomes, [])
    if found:
        terminalreporter.section(f"faults on {config.option.database}")
        for line in table(found):
            terminalreporter.write_line(line)
