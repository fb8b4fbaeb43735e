"""The worker lives in the server as long as it serves."""

import subprocess
import sys

import pytest

PROGRAM = """
import asyncio
from app import create_app

def names():
    return sorted(task.get_name() for task in asyncio.all_tasks())

async def main():
    application = create_app()
    async with application.router.lifespan_context(application):
        await asyncio.sleep(0.2)
        print("background worker" in names())
    print("background worker" in names())

asyncio.run(main())
"""


@pytest.mark.parametrize("worker_in_app", [True, False])
def test_the_worker_runs_while_the_server_does_if_it_is_to(
    database_url: str, *, worker_in_app: bool
) -> None:
    environment = {
        "GUERDON_DATABASE_URL": database_url,
        "GUERDON_JWT_SECRET": "a secret of at least thirty-two bytes",
        "GUERDON_WORKER_IN_APP": str(int(worker_in_app)),
    }

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(worker_in_app), "False"]
    assert "died" not in done.stderr
