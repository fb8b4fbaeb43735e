"""Caller of a command, shown as its actor in the ledger and the audit log."""

from dataclasses import dataclass
from enum import StrEnum


class CallerKind(StrEnum):
    """In which role somebody calls."""

    CUSTOMER = "customer"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who gives commands: a customer by id, an admin by the token's subject, or us."""

    subject: str
    kind: CallerKind

    @property
    def actor(self) -> str:
        """Name the caller for ledger entries and the audit log, customers with a prefix."""
        if self.kind is CallerKind.CUSTOMER:
            return f"customer:{self.subject}"
        return self.subject


SYSTEM = Caller(subject="system", kind=CallerKind.SYSTEM)
