"""Garbage of executions: coroutines that graphql-core never awaits, where a field has failed."""

import gc
from collections.abc import Iterator

import pytest

from compiled_execution import fields


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


@pytest.fixture(autouse=True)
def straight_at_the_second_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the straight way when a list is answered again: both ways are compared everywhere."""
    monkeypatch.setattr(fields, "_USES_BEFORE_STRAIGHT", 1)
