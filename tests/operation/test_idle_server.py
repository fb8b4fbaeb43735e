"""What a server that nobody asks anything holds in memory (ADR 244)."""

import subprocess
import sys

import pytest

_APPLICATION = """
import sys
from app import build_app
from settings import read_settings
build_app(read_settings())
"""


def printed_by(program: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _APPLICATION + program],
        env={"GUERDON_JWT_SECRET": "s" * 32, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def imported() -> set[str]:
    return set(printed_by("print(*sys.modules, sep='\\n')"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    "module",
    [
        pytest.param("httpcore", id="sender-of-webhooks"),
        pytest.param("jinja2", id="mail-templates"),
        pytest.param("aiosmtplib", id="mail-server"),
        pytest.param("email.policy", id="messages"),
        pytest.param("babel.dates", id="dates-in-mail"),
        pytest.param("markdown_it", id="landing-page"),
        pytest.param("nh3", id="landing-pages-sanitiser"),
        pytest.param("sample", id="sample-shop"),
        pytest.param("models.migrations", id="migrations"),
        pytest.param("tortoise.migrations", id="tortoises-migrations"),
    ],
)
def test_what_few_requests_need_is_not_imported_before(imported: set[str], module: str) -> None:
    assert "schema.admin.root" in imported
    assert module not in imported


@pytest.mark.any_database
def test_names_of_countries_and_currencies_are_not_read_before() -> None:
    assert printed_by("import babel.core\nprint(babel.core._global_data)") == ["None"]


@pytest.mark.any_database
def test_the_demo_shop_is_imported_in_a_sandbox() -> None:
    assert printed_by("print('sample' in sys.modules)", GUERDON_SANDBOX="1") == ["True"]
