"""Build backend (PEP 517) that installs Guerdon where its checkout stands, and builds no package.

An application's `services`, `models` and `schema` would lie at the top of everybody's
site-packages and overwrite others of these names; its templates and pages would stay behind.
"""

from typing import NoReturn

from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    prepare_metadata_for_build_editable,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "prepare_metadata_for_build_editable",
]

_REFUSAL = (
    "Guerdon is an application, not a library: run it from a checkout (`make install`, "
    "or `pip install --editable .`) or from its container image."
)


def build_wheel(*_arguments: object, **_options: object) -> NoReturn:
    """Refuse to make what `pip install .` and `pip wheel .` would install elsewhere."""
    raise SystemExit(_REFUSAL)  # not an exception: the sentence would drown in its traceback


def build_sdist(*_arguments: object, **_options: object) -> NoReturn:
    """Refuse likewise to make an archive from which wheels are built."""
    raise SystemExit(_REFUSAL)
