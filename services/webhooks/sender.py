"""Sender of webhooks: what one process sends to one endpoint, signed (R16.1, R16.2).

What a receiver has taken, but could not be noted, is sent once more under the same `webhook-id`: at
least once, never lost.
"""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

import orjson
import structlog

from models.tables.webhooks import WebhookEndpointRow
from services.command import clock
from services.rules.basics.enums import DeliveryStatus
from services.rules.basics.refusals import Invalid
from services.rules.events.endpoint_url import Target, read_target
from services.rules.events.retrying import MAX_ATTEMPTS, asked_pause, pause_after
from services.rules.events.signing import signatures
from services.webhooks import queue
from services.webhooks.answer import Answer, NotSent
from services.webhooks.endpoints import disable_endpoint
from services.webhooks.options import webhook_options
from services.webhooks.queue import Claimed, Outcome
from services.webhooks.secrets import SealedSecrets, SecretLost

_CONNECTIONS = 8  # at once to an endpoint, of one process
_LOOK_UPS = 2  # of names at once, for an endpoint
_GONE = "The receiver answered 410 Gone."

_log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Receiver:
    """An endpoint as it stands when something is sent to it."""

    url: str
    secrets: SealedSecrets


@dataclass(slots=True)
class Sender:
    """What one process sends to one endpoint."""

    endpoint_id: UUID
    tried: int = 0
    resolver: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_LOOK_UPS, "webhook names")
    )

    async def run(self) -> None:
        """Deliver what is due to the endpoint until nothing is, or it is enabled no longer."""
        in_hand: set[asyncio.Task[None]] = set()
        try:
            while True:
                in_hand |= await self._begin(_CONNECTIONS - len(in_hand))
                if not in_hand:
                    return
                # Looked at each second too: what hangs holds back nothing that has come since.
                _, in_hand = await asyncio.wait(
                    in_hand, timeout=1.0, return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            for task in in_hand:
                task.cancel()
            await asyncio.gather(*in_hand, return_exceptions=True)
            self.resolver.shutdown(wait=False)

    async def _begin(self, most: int) -> set[asyncio.Task[None]]:
        claimed = await queue.claim(self.endpoint_id, most=most, now=await clock.now())
        receiver: _Receiver | None = None
        try:
            # Looked up afterwards: what was claimed of one that is told no longer is not sent.
            receiver = await _find_receiver(self.endpoint_id) if claimed else None
        finally:
            if receiver is None:
                await _to_its_end(_free(claimed))
        if receiver is None:
            return set()
        return {asyncio.create_task(self._deliver(each, receiver)) for each in claimed}

    async def _deliver(self, claimed: Claimed, receiver: _Receiver) -> None:
        try:
            body = body_of(claimed.event, await queue.missing_before(claimed))
            answer = await self._answer(claimed, receiver, body)
        except asyncio.CancelledError:
            await asyncio.shield(queue.free(claimed))
            raise
        except Exception:  # noqa: BLE001  the others go on; the lease ends, and it is tried again
            _log.exception("webhook not sent", delivery=str(claimed.id))
            return
        # What was answered is noted though the process ends: it would be sent again.
        await _to_its_end(self._note(claimed, receiver.url, body, answer))

    async def _note(
        self, claimed: Claimed, url: str, body: bytes, answer: Answer | NotSent
    ) -> None:
        try:
            is_gone = await self._is_gone(url, answer)
            outcome = await _outcome(claimed, body, answer, is_gone=is_gone)
            await queue.note(claimed, outcome)
        except Exception:  # noqa: BLE001  as above
            _log.exception("webhook not noted", delivery=str(claimed.id))
            return
        self.tried += 1
        if outcome.status is not DeliveryStatus.DELIVERED:
            _log.warning(
                "webhook not delivered",
                delivery=str(claimed.id),
                endpoint=str(self.endpoint_id),
                attempts=claimed.attempts,
                status=outcome.status.value,
                response_status=outcome.response_status,
            )

    async def _is_gone(self, url: str, answer: Answer | NotSent) -> bool:
        """Disable an endpoint whose receiver said 410; an address that it has left says nothing."""
        if isinstance(answer, NotSent) or answer.status != HTTPStatus.GONE:
            return False
        return await disable_endpoint(endpoint_id=self.endpoint_id, url=url, reason=_GONE)

    async def _answer(self, claimed: Claimed, receiver: _Receiver, body: bytes) -> Answer | NotSent:
        try:
            return await self._send(claimed, receiver, body)
        except (NotSent, SecretLost, Invalid) as error:
            return NotSent(str(error))

    async def _send(self, claimed: Claimed, receiver: _Receiver, body: bytes) -> Answer:
        from services.webhooks.sending import post  # noqa: PLC0415 - at first use (ADR 244)

        target: Target = read_target(
            receiver.url, is_sandbox=webhook_options().is_sandbox, path=("url",)
        )
        keys = receiver.secrets.keys(await clock.now())
        # The real clock, in a sandbox too: receivers refuse what is far from theirs.
        timestamp = int(clock.real_now().timestamp())
        message_id = str(claimed.message_id)
        headers = {
            "content-type": "application/json",
            "user-agent": "Guerdon-Webhooks",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signatures(message_id, timestamp, body, keys),
        }
        return await post(target, headers, body, resolver=self.resolver)


def body_of(event: str, missing: list[str]) -> bytes:
    """Return what is sent of an event; `missing` are those of its account that never arrived."""
    said = orjson.loads(event)
    return orjson.dumps({**said, "missing": missing} if missing else said)


async def _free(claimed: Sequence[Claimed]) -> None:
    for each in claimed:
        await queue.free(each)


async def _to_its_end(work: Coroutine[object, object, None]) -> None:
    """Wait until `work` is done, even when cancelled meanwhile."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def _find_receiver(endpoint_id: UUID) -> _Receiver | None:
    row = await WebhookEndpointRow.get_or_none(id=endpoint_id, enabled=True)
    if row is None:
        return None
    secrets = SealedSecrets(row.id, row.secret, row.old_secret, row.old_secret_until)
    return _Receiver(row.url, secrets)


async def _outcome(
    claimed: Claimed, body: bytes, answer: Answer | NotSent, *, is_gone: bool
) -> Outcome:
    """Return what becomes of an event: delivered, given up, or tried again later."""
    now = await clock.now()
    sent = body.decode()
    if isinstance(answer, NotSent):
        status, asked, error = None, None, str(answer)
    else:
        status, asked, error = answer.status, answer.retry_after, _words(answer)
        if HTTPStatus(200) <= answer.status < HTTPStatus(300):
            return Outcome(DeliveryStatus.DELIVERED, now, sent, status)
    if claimed.attempts >= MAX_ATTEMPTS or is_gone:
        return Outcome(DeliveryStatus.FAILED, now, sent, status, error)
    pause = pause_after(
        claimed.attempts,
        jitter=random.uniform(-1, 1),  # noqa: S311 - spreads load, guards nothing
        asked=asked_pause(asked, real_now=clock.real_now()),
    )
    return Outcome(DeliveryStatus.QUEUED, now, sent, status, error, now + pause)


def _words(answer: Answer) -> str:
    if HTTPStatus(300) <= answer.status < HTTPStatus(400):
        return f"The receiver answered {answer.status}: redirects are not followed."
    return f"The receiver answered {answer.status}."
