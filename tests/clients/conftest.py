"""One server with the sample shop in it, for all clients that a process tests."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.access.tokens import TokenRules, issue_admin_token, issue_customer_token
from tests.faults.running_shop import SECRET, running_shop

_RULES = TokenRules(SECRET)
_TTL_SECONDS = 86_400  # more than a run takes on a busy machine


@dataclass(frozen=True, slots=True)
class SampleShop:
    """A running server, and tokens for it."""

    url: str
    customers: dict[str, str]
    admin: str

    @property
    def storefront_url(self) -> str:
        return f"{self.url}/graphql"

    @property
    def admin_url(self) -> str:
        return f"{self.url}/graphql/admin"


def _customer_token(customer_id: str) -> str:
    return issue_customer_token(rules=_RULES, customer_id=customer_id, ttl_seconds=_TTL_SECONDS)


@pytest.fixture(scope="session")
def sample_shop(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SampleShop]:
    """Yield the sample shop. Tests leave it as it was, but for what each does to its own customer.

    The database makes no difference to a client: it is SQLite.
    """
    database = shutil.copy(sqlite_template, tmp_path_factory.mktemp("clients") / "guerdon.db")
    with running_shop(f"sqlite://{database}") as (shop,):
        seeded = shop.command("seed")
        assert seeded.returncode == 0, seeded.stderr
        yield SampleShop(
            url=shop.url,
            customers={name: _customer_token(name) for name in ("ada", "ben", "elif")},
            admin=issue_admin_token(
                rules=_RULES, subject="tests", scopes=["admin"], ttl_seconds=_TTL_SECONDS
            ),
        )
