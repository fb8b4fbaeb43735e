"""`GUERDON_TRUSTED_DOCUMENTS` in a real server: refused at the start, or kept by each process."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.operation.commands.test_command_line import GUERDON, SECRET, await_server, guerdon
from tests.ports import free_port

CONFIG = "query Config { storeConfig { code } }"
VIEWER = "query Viewer { viewer { subject } }"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Return the file of a manifest with a document for each API."""
    path = tmp_path / "persisted-documents.json"
    path.write_text(json.dumps({sha256(text): text for text in (CONFIG, VIEWER)}))
    return path


@pytest.fixture
def environment(database_url: str, manifest: Path) -> dict[str, str]:
    return {
        **os.environ,
        "TERM": "dumb",
        "GUERDON_DATABASE_URL": database_url,
        "GUERDON_JWT_SECRET": SECRET,
        "GUERDON_TRUSTED_DOCUMENTS": str(manifest),
    }


@contextmanager
def served(environment: dict[str, str], folder: Path, *options: str) -> Iterator[httpx.Client]:
    """Yield a client of a server that runs until the end of the block."""
    port = free_port()
    command = [str(GUERDON), "serve", "--port", str(port), "--no-worker", *options]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stderr=log)
        try:
            await_server(port)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                yield client
        finally:
            server.terminate()
            server.wait(timeout=30)


def test_each_process_runs_the_documents_of_the_manifest_and_no_other(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with served(environment, tmp_path, "--workers", "2") as client:
        for _ in range(6):
            named = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256(CONFIG)}}}
            by_id = client.post("/graphql", json={"documentId": f"sha256:{sha256(CONFIG)}"})
            by_apollos_hash = client.post("/graphql", json=named)
            other = client.post("/graphql", json={"query": "{ storeConfig { code } }"})
            admins = client.post("/graphql/admin", json={"documentId": sha256(VIEWER)})

            assert "storeConfig" in by_id.json()["data"]
            assert by_apollos_hash.json() == by_id.json()
            (error,) = other.json()["errors"]
            assert error["extensions"]["code"] == "PERSISTED_DOCUMENT_NOT_FOUND"
            assert admins.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("no JSON", "is not JSON"),
        (json.dumps({sha256(VIEWER): CONFIG}), "is not the SHA-256 of its document"),
        (json.dumps({sha256("{ luck }"): "{ luck }"}), "Cannot query field 'luck'"),
    ],
    ids=["no-json", "another-hash", "for-no-api"],
)
def test_a_bad_manifest_is_said_in_one_line_and_nothing_is_served(
    environment: dict[str, str], manifest: Path, tmp_path: Path, content: str, reason: str
) -> None:
    manifest.write_text(content)

    answer = guerdon("serve", "--port", str(free_port()), environment=environment, folder=tmp_path)

    assert answer.returncode == 2
    (line,) = answer.stderr.splitlines()
    assert line.startswith("guerdon: GUERDON_TRUSTED_DOCUMENTS: ")
    assert reason in line
