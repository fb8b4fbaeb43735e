"""Registration awards, and those of a signup that waited for the registration (R9.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.awards.awards import Award, award, refusal_of
from services.command.caller import Caller
from services.command.idempotency import KeptKey, natural_key
from services.customers import newsletter
from services.customers.registered_emails import claim_address, release_address
from services.ledger.entries import LedgerEntry
from services.ledger.reading.history import entries_by_id
from services.programme.programme import Programme, load_programme
from services.rules.awards.awards import UNTOLD, AwardOutcome, Occasion
from services.rules.basics.enums import LedgerReason
from services.rules.words.messages import Sentence, join_sentences

_SUBJECT = "registration"


@dataclass(frozen=True, slots=True)
class RegistrationAward:
    """The points awarded to a new customer, and what they are told."""

    entries: list[LedgerEntry]
    message: str | None


@dataclass(frozen=True, slots=True)
class _Registration:
    """What registering is worth, and whether the address may be awarded: it is claimed then."""

    due: tuple[Programme, Occasion]
    is_open: bool
    is_claimed: bool

    @property
    def refused(self) -> Award:
        return Award(AwardOutcome(self.due[1], why_not=Sentence.ADDRESS_AWARDED))


async def award_new_customer(
    *,
    customer_id: str,
    website_code: str,
    email: str,
    registers: bool,
    caller: Caller,
    now: datetime,
) -> RegistrationAward:
    """Award a customer who is just being made; `registers` says whether for registering too.

    A newsletter signup that waited is awarded on its own website, with today's settings.
    """
    registration = None
    if registers:
        programme = await load_programme(website_code=website_code, customer_id=customer_id)
        registration = await _registration(programme, email, now)
    occasions = [registration.due] if registration is not None and registration.is_open else []
    signup = await newsletter.load_waiting(customer_id)
    if signup is not None:
        occasions.append((signup, newsletter.occasion_of(signup)))
    awards = await award(customer_id=customer_id, occasions=occasions, caller=caller, now=now)
    programmes = [programme for programme, _ in occasions]
    if registration is not None and not registration.is_open:
        awards.insert(0, registration.refused)
        programmes.insert(0, registration.due[0])
    elif registration is not None and registration.is_claimed and awards[0].entry is None:
        await release_address(email, website_code=website_code)
    done = _answer(awards, programmes)
    await _keep(_key(customer_id, now), done)
    return done


async def first_award(customer_id: str, *, now: datetime) -> RegistrationAward:
    """Return the answer that was given when the customer was made (R3.5)."""
    kept = await _key(customer_id, now).find()
    if kept is None:
        return RegistrationAward([], None)
    ids = [UUID(entry_id) for entry_id in cast("list[str]", kept["entries"])]
    entries = await entries_by_id(ids, customer_id=customer_id) if ids else []
    return RegistrationAward(entries, cast("str | None", kept["message"]))


async def _registration(programme: Programme, email: str, now: datetime) -> _Registration:
    """Find out whether registering is awarded to the address, once per website (R9.1).

    An address is claimed by what may be awarded, whatever the setting says: it may change.
    """
    settings = programme.settings
    due = (programme, Occasion(LedgerReason.REGISTRATION, settings.registration_points))
    if refusal_of(*due) is not None:
        return _Registration(due, is_open=True, is_claimed=False)  # `award` says why not
    is_first = await claim_address(email, website_code=programme.website.code, now=now)
    is_open = is_first or not settings.registration_once_per_email
    return _Registration(due, is_open=is_open, is_claimed=is_first)


def _answer(awards: Sequence[Award], programmes: Sequence[Programme]) -> RegistrationAward:
    told = [
        each.message(programme.locale)
        for each, programme in zip(awards, programmes, strict=True)
        if each.outcome.why_not not in UNTOLD
    ]
    entries = [each.entry for each in awards if each.entry is not None]
    return RegistrationAward(entries, join_sentences(told))


def _key(customer_id: str, now: datetime) -> KeptKey:
    return natural_key(_SUBJECT, [customer_id], {}, path=("id",), now=now)


async def _keep(key: KeptKey, done: RegistrationAward) -> None:
    """Keep the answer for replays, if there is one; a customer is made once."""
    if not done.entries and done.message is None:
        return
    await key.claim()
    await key.keep({"entries": [str(entry.id) for entry in done.entries], "message": done.message})
