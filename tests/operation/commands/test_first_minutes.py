"""The first minutes: `./guerdon`, the one command that `make run` gives, what `config` says."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli.work.settings_table import reference
from settings import Settings, variable_of
from tests.operation.commands.test_command_line import await_server, guerdon
from tests.ports import free_port

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with an SQLite database to be made, and no other setting."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("GUERDON_")}
    return {**others, "TERM": "dumb", "GUERDON_DATABASE_URL": f"sqlite://{tmp_path}/shop.db"}


@contextmanager
def served(environment: dict[str, str], folder: Path, *options: str) -> Iterator[str]:
    """Yield where a server answers; what it prints is in `printed` and `log`."""
    port = free_port()
    command = [str(ROOT / "guerdon"), "serve", "--port", str(port), *options]
    with (folder / "printed").open("w") as printed, (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=printed, stderr=log)
        try:
            await_server(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def test_one_command_gives_a_shop_to_ask(environment: dict[str, str], tmp_path: Path) -> None:
    with served(environment, tmp_path, "--sample", "--no-worker") as url:
        printed = (tmp_path / "printed").read_text()
        words = printed.split()
        token = words[words.index("ada") + 1]
        answer = httpx.post(
            f"{url}/graphql",
            json={"query": "{ customer { firstname } }"},
            headers={"Authorization": f"Bearer {token}"},
        )

    assert answer.json() == {"data": {"customer": {"firstname": "Ada"}}}
    assert f"{url}/graphql" in printed


def test_the_files_of_a_served_shop_are_its_owners_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with served(environment, tmp_path, "--no-worker") as url:
        assert httpx.get(f"{url}/readyz").status_code == 200
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.glob("shop.db*")}

    assert modes == {"shop.db": 0o600, "shop.db-wal": 0o600, "shop.db-shm": 0o600}


def test_the_welcome_links_to_the_apps_that_are_there(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """The admin app signed in by a link, the demo shop in a sandbox."""
    settings = {"GUERDON_SANDBOX": "1"}
    with served({**environment, **settings}, tmp_path, "--sample", "--no-worker") as url:
        words = (tmp_path / "printed").read_text().split()
        link = next(word for word in words if word.startswith(f"{url}/admin#token="))
        answer = httpx.post(
            f"{url}/graphql/admin",
            json={"query": "{ viewer { subject scopes } }"},
            headers={"Authorization": f"Bearer {link.partition('=')[2]}"},
        )
        index = httpx.get(url).text

    assert answer.json() == {"data": {"viewer": {"subject": "admin", "scopes": ["admin"]}}}
    assert f"{url}/demo" in words
    assert 'href="/admin"' in index
    assert 'href="/demo"' in index


def test_a_token_of_another_folder_is_good_where_the_database_is_named(
    environment: dict[str, str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with served(environment, tmp_path, "--sample", "--no-worker") as url:
        token = guerdon("token", "--customer", "ada", environment=environment, folder=elsewhere)
        answer = httpx.post(
            f"{url}/graphql",
            json={"query": "{ customer { firstname } }"},
            headers={"Authorization": f"Bearer {token.stdout.strip()}"},
        )

    assert "errors" not in answer.json()


def test_a_token_without_a_secret_says_where_it_looked_and_makes_none(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["GUERDON_DATABASE_URL"]

    answer = guerdon("token", "--customer", "ada", environment=environment, folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"there is no {tmp_path}/.guerdon/secret" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_script_works_from_any_folder_and_through_links(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "guerdon").symlink_to(ROOT / "guerdon")
    (tmp_path / "shortcut").symlink_to("bin/guerdon")

    answer = subprocess.run(
        [tmp_path / "shortcut", "--version"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("guerdon 0.")


def test_the_script_says_how_to_install(tmp_path: Path) -> None:
    shutil.copy(ROOT / "guerdon", tmp_path)

    answer = subprocess.run(
        [tmp_path / "guerdon", "--version"], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert f"run `make install` in {tmp_path}" in answer.stderr


def test_config_tells_each_setting_its_source_and_no_secret(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "mounted").write_text("0123456789abcdef0123456789abcdef")
    environment["GUERDON_DATABASE_URL"] = "postgres://shop:hushed@db/shop"
    environment["GUERDON_JWT_SECRET_FILE"] = str(tmp_path / "mounted")
    environment["GUERDON_SANBOX"] = "1"

    answer = guerdon("config", environment=environment, folder=tmp_path)

    lines = {line.split()[0]: line.split()[1:] for line in answer.stdout.splitlines()}
    assert answer.returncode == 0
    assert lines["GUERDON_DATABASE_URL"] == ["postgres://shop:***@db/shop", "GUERDON_DATABASE_URL"]
    assert lines["GUERDON_JWT_SECRET"] == ["***", "GUERDON_JWT_SECRET_FILE"]
    assert lines["GUERDON_SANDBOX"] == ["0", "default"]
    assert "Did you mean GUERDON_SANDBOX?" in answer.stderr


def test_a_setting_that_is_none_is_said_before_anything_is_migrated(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment["GUERDON_DATABSE_URL"] = environment["GUERDON_DATABASE_URL"]

    answer = guerdon("migrate", environment=environment, folder=tmp_path)

    assert answer.returncode == 0
    assert "Did you mean GUERDON_DATABASE_URL?" in answer.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere/shop.db", "there is no folder"),
        ("folder", "is a folder"),
        ("letter.txt", "is not an SQLite database"),
    ],
)
@pytest.mark.parametrize("command", [["serve"], ["migrate"]], ids=["serve", "migrate"])
def test_a_file_that_is_no_database_is_named_in_a_line(
    command: list[str], path: str, reason: str, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("Dear Ada, these are points.")
    environment["GUERDON_DATABASE_URL"] = f"sqlite://{path}"
    port = ["--port", str(free_port())] if command == ["serve"] else []

    answer = guerdon(*command, *port, environment=environment, folder=tmp_path)

    assert answer.returncode == 2
    assert reason in answer.stderr.splitlines()[-1]
    assert answer.stderr.splitlines()[-1].startswith("guerdon: GUERDON_DATABASE_URL: ")
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", ["verify", "seed", "worker"])
def test_a_database_that_is_not_there_is_not_made_by_looking(
    command: str, environment: dict[str, str], tmp_path: Path
) -> None:
    answer = guerdon(command, environment=environment, folder=tmp_path)

    assert answer.returncode == 1
    assert f"there is no database at {tmp_path}/shop.db" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_any_number_of_migrations_at_once_end_well(
    environment: dict[str, str], tmp_path: Path
) -> None:
    migrations = [
        subprocess.Popen(
            [ROOT / "guerdon", "migrate"],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [process.communicate(timeout=90) for process in migrations]

    assert [process.returncode for process in migrations] == [0] * 4, said


def test_the_reference_of_settings_is_made_from_them() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert page == f"{reference()}\n"
    for field, declared in Settings.model_fields.items():
        assert declared.description is None or f"| `{variable_of(field)}` |" in page
