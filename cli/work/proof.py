"""Proving the books from the command line: streamed, with progress, a line per violation."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import typer

from cli.refusals import say_no
from cli.work.database import demand_file, demand_newest_schema, with_database
from cli.work.progress import progress
from configuration.local_secret import write_once
from configuration.wrong_setting import WrongSetting
from services.accounts.verification import LedgerCheck, check_ledger_in_parts
from services.command.clock import now
from services.proof.seal_checks import differences
from services.proof.sealing import make_seal
from services.proof.signing import NoKey, SigningKey, key_file, new_key, public_key, signing_key
from services.reports.books.closing_checks import wrong_closings
from services.rules.ledger.sealed import NoSeal, Seal, file_of, seal_of
from settings import SEAL_KEY_FILE, Settings


def verify_books(
    settings: Settings, since: str | None, customer: str | None, seal: Path | None, key: Path | None
) -> None:
    """Print what does not hold as it is found, and end with 1; or how many accounts hold."""
    if customer is not None and (since is not None or seal is not None):
        say_no("--customer can't be given together with --since or --seal.", 2)
    if key is not None and seal is None:
        say_no("--seal-key is for --seal.", 2)
    begin = None if since is None else _instant(since)
    sealed = None if seal is None else _seal(seal)
    trusted = None if key is None else _public_key(key)
    demand_file(settings)

    async def check() -> tuple[int, int]:
        await demand_newest_schema()
        accounts = violations = 0
        async for part in _parts(customer, begin, sealed, trusted):
            accounts += part.accounts
            violations += len(part.violations)
            for line in part.violations:
                typer.echo(line)
            told(f"Verifying the ledger: {accounts:,} accounts, {violations:,} violations")
        return accounts, violations

    with progress(settings, "Verifying the ledger") as told:
        accounts, violations = with_database(settings, check)
    if violations:
        raise typer.Exit(1)
    typer.echo(f"The ledger holds: {accounts} accounts verified.")


async def _parts(
    customer: str | None, since: datetime | None, seal: Seal | None, trusted: bytes | None
) -> AsyncIterator[LedgerCheck]:
    async for part in check_ledger_in_parts(customer_id=customer, since=since):
        yield part
    if customer is None:
        async for lines in wrong_closings(since=since):
            yield LedgerCheck(0, lines)
    if seal is not None:
        async for line in differences(seal, trusted=trusted):
            yield LedgerCheck(0, [line])


def seal_books(settings: Settings, out: Path | None) -> None:
    """Seal all books, and write the seal to `out` or print it."""
    demand_file(settings)
    key = _signing_key(settings)

    async def do() -> Seal:
        await demand_newest_schema()
        return await make_seal(key=key, now=await now(), progress=sealed)

    def sealed(accounts: int) -> None:
        told(f"Sealing the ledger: {accounts:,} accounts")

    with progress(settings, "Sealing the ledger") as told:
        text = file_of(with_database(settings, do))
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        typer.echo(text, nl=False)
        say_no(f"the seal is made, and above, but {out} can't be written: {error.strerror}.")


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        say_no(f"--since {text} is no instant: write 2026-11-29T00:00:00Z.", 2)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _seal(file: Path) -> Seal:
    try:
        return seal_of(file.read_bytes())
    except OSError as error:
        say_no(f"--seal {file} can't be read: {error.strerror}.", 2)
    except NoSeal as error:
        say_no(f"--seal {file} is no seal: {error}.", 2)


def _public_key(file: Path) -> bytes:
    try:
        return public_key(file.read_bytes())
    except OSError as error:
        say_no(f"--seal-key {file} can't be read: {error.strerror}.", 2)
    except NoKey as error:
        say_no(f"--seal-key {file} {error}.", 2)


def _signing_key(settings: Settings) -> SigningKey:
    """Return the key. Raises WrongSetting where there is none."""
    file = settings.seal_key_file
    if file is None:
        if not settings.is_sqlite:
            raise WrongSetting(SEAL_KEY_FILE, "needed: name a PEM file with an Ed25519 key.")
        file = key_file(settings.database_file)
        write_once(file, new_key())
    try:
        return signing_key(file.read_bytes())
    except OSError as error:
        raise WrongSetting(SEAL_KEY_FILE, f"{file} can't be read: {error.strerror}.") from error
    except NoKey as error:
        raise WrongSetting(SEAL_KEY_FILE, f"{file} {error}.") from error
