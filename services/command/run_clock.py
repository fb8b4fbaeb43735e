"""Clock of a run: a job that takes hours dates what it writes by when it writes it."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# What were dated back to a long run's beginning would come after books that are closed by then,
# which would have to be closed anew each time (ADR 178).
_A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RunClock:
    """The clock of a run that began at the instant `now`."""

    now: datetime
    _begun: float = field(default_factory=time.monotonic)

    def instant(self) -> datetime:
        """Return that of the beginning, and from a minute on what has passed since besides."""
        passed = timedelta(seconds=time.monotonic() - self._begun)
        return self.now if passed < _A_MOMENT else self.now + passed
