"""Garbage of executions: coroutines that graphql-core never awaits, where a field has failed."""

import gc
from collections.abc import Iterator

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "compiled_execution" in item.path.parts:
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
            )


@pytest.fixture(autouse=True)
def no_garbage_for_others() -> Iterator[None]:
    """Collect it here, or a test of something else would be told of it.

    What was there before is not looked through again: that took ten times as long as a test.
    """
    gc.freeze()
    yield
    gc.collect()
    gc.unfreeze()
