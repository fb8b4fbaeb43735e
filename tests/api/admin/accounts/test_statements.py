"""Statements: asked page by page and proven by the program of docs/proof.md (R17.2)."""

import asyncio
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.proof.sealing import make_seal
from services.proof.signing import new_key, signing_key
from tests.api.admin.asking import AdminApi
from tests.api.admin.commands import adjustment
from tests.clock import NOW
from tests.services.proof.checker import source

STATEMENT = """
query ($after: String, $customer: ID = "ada", $website: String = "us") {
  statement(customerId: $customer, websiteCode: $website) {
    customerId websiteCode sealedAt sealedSequence leafIndex treeSize keyId root inclusionProof
    signature
    entries(first: 2, after: $after) {
      nodes { sequence canonical hash } totalCount pageInfo { hasNextPage endCursor }
    }
  }
}
"""


async def test_a_statement_is_proven_without_guerdon(shop: AdminApi, tmp_path: Path) -> None:
    key = signing_key(new_key())
    for number, points in enumerate((25, -5, 7)):
        command = adjustment(points=points, comment="Sorry", idempotencyKey=str(number))
        await shop.done("pointsAdjust", **command)
    await make_seal(key=key, now=NOW)
    await shop.done("pointsAdjust", **adjustment(points=1, idempotencyKey="later"))

    pages = await _pages(shop)
    told = await _checked(pages, key.private.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), tmp_path)  # fmt: skip
    pages[1]["data"]["statement"]["entries"]["nodes"][0]["canonical"] += " "  # type: ignore[index]
    changed = await _checked(pages, key.private.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), tmp_path)  # fmt: skip

    assert told[0] == 0, told
    assert told[1].startswith("Proven: 3 of 4 entries are under the seal of ")
    assert changed == (1, "Not proven: entry 3 is not what was hashed.\n")


async def test_what_was_never_sealed_has_entries_and_no_proof(shop: AdminApi) -> None:
    await shop.done("pointsAdjust", **adjustment(points=25))

    answer = await shop.send(STATEMENT)

    statement = answer["data"]["statement"]
    assert statement["entries"]["totalCount"] == 1
    assert [statement[name] for name in ("sealedAt", "root", "inclusionProof")] == [None] * 3


async def test_a_website_that_never_was_is_refused(shop: AdminApi) -> None:
    answer = await shop.send(STATEMENT, {"website": "nowhere"})

    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def _pages(shop: AdminApi) -> list[dict[str, object]]:
    pages: list[dict[str, object]] = []
    after: str | None = None
    while not pages or after is not None:
        answer = await shop.send(STATEMENT, {"after": after})
        pages.append(answer)
        page = answer["data"]["statement"]["entries"]["pageInfo"]
        after = page["endCursor"] if page["hasNextPage"] else None
    return pages


async def _checked(
    pages: list[dict[str, object]], public: bytes, folder: Path
) -> tuple[int | None, str]:
    """Run the program on the answers, as files; return its exit code and what it said."""
    (folder / "public.pem").write_bytes(public)
    (folder / "check_statement.py").write_text(source(), encoding="utf-8")
    files = [folder / f"page{number}.json" for number in range(len(pages))]
    for file, page in zip(files, pages, strict=True):
        file.write_text(json.dumps(page), encoding="utf-8")
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        folder / "check_statement.py",
        folder / "public.pem",
        *files,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await running.communicate()
    return running.returncode, said.decode()
