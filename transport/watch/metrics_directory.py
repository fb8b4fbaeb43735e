"""Metrics directory shared by several workers, so that any can answer `/metrics`.

The prometheus client reads the directory from the environment when it is first imported, in each
worker; so the parent sets it before it starts them.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Let the processes started within the block share one set of figures."""
    with tempfile.TemporaryDirectory(prefix="guerdon-metrics-") as directory:
        os.environ[_VARIABLE] = directory  # noqa: TID251 - the only way to tell the client
        try:
            yield
        finally:
            del os.environ[_VARIABLE]  # noqa: TID251 - as above


def is_shared() -> bool:
    """Tell whether this process shares its figures."""
    return _VARIABLE in os.environ  # noqa: TID251 - as above
