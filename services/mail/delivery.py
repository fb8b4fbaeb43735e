"""Delivering the outbox: leases, backoff, a limit (R11.3).

Any number of workers deliver at once: a mail in the hands of one is leased, and is free again when
that one dies. A mail that the server has taken, but that could not be noted as sent, is sent once
more under the same Message-ID: at least once, never lost.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from models.database import execute, fetch, fetch_each, identifier
from models.tables.mail import EmailRow
from services.command import clock
from services.command.transaction import one_transaction
from services.mail.composition import ComposedMail, compose
from services.mail.failures import NotDelivered, ServerUnreachable, Undeliverable
from services.mail.options import MailServer, mail_options
from services.rules.basics.enums import EmailStatus

if TYPE_CHECKING:
    from services.mail.smtp import SmtpConnection

MAX_ATTEMPTS = 10

_BATCH = 48
_LANES = 4  # connections at once
_LEASE = timedelta(minutes=10)  # more than a batch can take
_FIRST_PAUSE = timedelta(seconds=20)
_LONGEST_PAUSE = timedelta(hours=6)
_FACTOR = 3

# By index, and without a lock; each is then claimed for itself (R18.1). Of two workers at once the
# second waits, finds no mail that is free, and chooses others.
_IS_DUE = """
status = 'QUEUED' AND next_attempt_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
"""
_DUE = f"SELECT customer_id, id FROM emails WHERE {_IS_DUE} ORDER BY next_attempt_at LIMIT ?"  # noqa: S608 - ours
_LEASED = "SELECT 1 FROM emails WHERE status = 'QUEUED' AND leased_until > ? LIMIT 1"
_CLAIM = f"""
UPDATE emails SET leased_until = ?, attempts = attempts + 1
WHERE customer_id = ? AND id = ? AND {_IS_DUE} RETURNING id
"""  # noqa: S608 - our own text
_NOTE = """
UPDATE emails SET status = ?, next_attempt_at = ?, leased_until = NULL, last_error = ?,
    sender = ?, recipient = ?, subject = ?, html = ?, text = ?, sent_at = ?
WHERE customer_id = ? AND id = ? AND status = 'QUEUED'
"""
_FREE = """
UPDATE emails SET leased_until = NULL, attempts = attempts - 1
WHERE customer_id = ? AND id = ? AND status = 'QUEUED'
"""

_log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(slots=True)
class Delivery:
    """One pass over the outbox: how many mails were dealt with so far, sent or not."""

    server: MailServer
    is_over: Callable[[], bool] = lambda: False
    processed: int = 0
    reachable: bool = True
    _waiting: list[EmailRow] = field(default_factory=list)

    async def run(self) -> None:
        """Deliver what is due, batch by batch, until nothing is or the server can't be reached.

        When `is_over` says so it ends after the mails in hand, and gives the others back.
        """
        while self.reachable and not self.is_over():
            self._waiting = await _claim(await clock.now())
            if not self._waiting:
                return
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(_LANES, len(self._waiting))):
                        group.create_task(self._deliver_all())
            finally:
                await asyncio.shield(_free(self._waiting))

    async def _deliver_all(self) -> None:
        from services.mail.smtp import SmtpConnection  # noqa: PLC0415 - at first use (ADR 244)

        connection = SmtpConnection(self.server)
        try:
            while self._waiting and not self.is_over():
                await self._deliver(self._waiting.pop(), connection)
        finally:
            await connection.close()

    async def _deliver(self, row: EmailRow, connection: "SmtpConnection") -> None:
        now = await clock.now()
        mail: ComposedMail | None = None
        try:
            mail = await compose(row, now=now)
            await self._send(row, mail, connection)
        except Undeliverable as error:
            await _note(row, EmailStatus.FAILED, now, mail, str(error))
        except NotDelivered as error:
            if isinstance(error, ServerUnreachable):
                self.reachable = False
            await _note(row, _after_failure(row), now, mail, str(error))
        except Exception as error:  # noqa: BLE001  the others go on whatever a mail fails of
            # One mail that can't be composed must not keep the others: logged whole, tried again.
            _log.exception("mail failed", email=str(row.id), kind=row.kind)
            await _note(row, _after_failure(row), now, mail, f"internal: {type(error).__name__}")
        else:
            await _note(row, EmailStatus.SENT, await clock.now(), mail, None)
        self.processed += 1

    async def _send(self, row: EmailRow, mail: ComposedMail, connection: "SmtpConnection") -> None:
        if not self.reachable:
            raise ServerUnreachable("The mail server can't be reached.")
        from services.mail.message import message_of  # noqa: PLC0415 - at first use (ADR 244)

        message = message_of(mail, email_id=row.id, created_at=row.created_at)
        await connection.send(message, sender=mail.sender, recipient=mail.recipient)


_in_hand: set[asyncio.Task[None]] = set()


async def deliver_emails(*, is_over: Callable[[], bool] = lambda: False) -> int:
    """Deliver what is due until `is_over`, and return how many mails were dealt with.

    Without a mail server nothing is delivered; waiting mail is logged.
    """
    server = mail_options().server
    if server is None:
        await _log_what_waits()
        return 0
    delivery = Delivery(server, is_over)
    await delivery.run()
    return delivery.processed


async def deliver_emails_within(seconds: float) -> int:
    """Deliver what is due, what other workers have in hand included, for `seconds` at most.

    What is not done by then goes on behind the scenes. Returns how many mails this call has dealt
    with so far.
    """
    server = mail_options().server
    if server is None:
        return 0
    delivery = Delivery(server)
    # Not to be cancelled with the request: a mail that is sent must be noted as sent.
    task = asyncio.create_task(delivery.run())
    _in_hand.add(task)
    task.add_done_callback(_in_hand.discard)
    try:
        async with asyncio.timeout(seconds):
            await asyncio.shield(task)
            while await fetch(_LEASED, [clock.real_now()]):  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass
    return delivery.processed


async def finish_deliveries() -> None:
    """Stop the deliveries that requests have begun, at the end of the process."""
    for task in _in_hand:
        task.cancel()
    await asyncio.gather(*_in_hand, return_exceptions=True)


async def _claim(now: datetime) -> list[EmailRow]:
    """Lease a batch of what is due, those waiting longest first."""
    while due := await fetch(_DUE, [now, clock.real_now(), _BATCH]):
        keys = sorted((str(row["customer_id"]), str(identifier(row["id"]))) for row in due)
        if rows := await _lease(keys, now):
            return rows
    return []


@one_transaction
async def _lease(keys: Sequence[tuple[str, str]], now: datetime) -> list[EmailRow]:
    real_now = clock.real_now()
    until = real_now + _LEASE
    claimed = await fetch_each(_CLAIM, [[until, *key, now, real_now] for key in keys])
    ids: list[UUID] = [identifier(row["id"]) for row in claimed]
    rows = await EmailRow.filter(id__in=ids).order_by("-next_attempt_at", "-id")
    return list(rows)  # taken from the end


async def _note(
    row: EmailRow, status: EmailStatus, now: datetime, mail: ComposedMail | None, error: str | None
) -> None:
    """Note how a try has ended; what was said is kept with it."""
    if error is not None:
        _log.warning(
            "mail not delivered", email=str(row.id), attempts=row.attempts, status=status.value
        )
    said = (
        [mail.sender, mail.recipient, mail.rendered.subject, mail.rendered.html, mail.rendered.text]
        if mail
        else [None] * 5
    )
    sent_at = now if status is EmailStatus.SENT else None
    await execute(
        _NOTE,
        [
            status.value,
            now + _pause(row.attempts),
            error,
            *said,
            sent_at,
            row.customer_id,
            row.id,
        ],
    )


async def _free(rows: Sequence[EmailRow]) -> None:
    """Give back what was claimed and not tried: the process is about to end."""
    for row in rows:
        await execute(_FREE, [row.customer_id, row.id])


def _after_failure(row: EmailRow) -> EmailStatus:
    return EmailStatus.FAILED if row.attempts >= MAX_ATTEMPTS else EmailStatus.QUEUED


def _pause(attempts: int) -> timedelta:
    """Return how long to wait, longer each time, up to a fifth more or less at random."""
    factor: int = _FACTOR ** (attempts - 1)
    pause = min(_FIRST_PAUSE * factor, _LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing


class _Logged:
    """The last waiting mail that was logged."""

    newest: UUID | None = None


async def _log_what_waits() -> None:
    """Say which mail has come to wait since the last time."""
    rows = EmailRow.filter(status=EmailStatus.QUEUED.value).order_by("id").limit(_BATCH)
    if _Logged.newest is not None:
        rows = rows.filter(id__gt=_Logged.newest)
    for row in await rows:
        _log.info("mail waits: no GUERDON_SMTP_URL", email=str(row.id), kind=row.kind)
        _Logged.newest = row.id
