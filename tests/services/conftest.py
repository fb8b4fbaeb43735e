"""What the tests of services share: each proves that its statements are of one shard (R18.1)."""

from collections.abc import Iterator

import pytest

from models.engines.statements import count_statements
from tests.services.shards import WatchedStatements


@pytest.fixture(autouse=True)
def statements_of_one_shard() -> Iterator[WatchedStatements]:
    """Fail a test in which a service sent a statement that can't run where customers are spread."""
    watched = WatchedStatements()
    with count_statements(watched):
        yield watched
    assert watched.problems == {}
