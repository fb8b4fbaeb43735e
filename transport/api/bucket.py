"""A bucket of the rate limit: what may still be asked, filled evenly, a whole one a minute."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """Root fields that may still be asked, as of `at` (seconds of the monotonic clock).

    `untold` are those taken that no other process knows of yet, a whole bucket at most: more than
    that can't be owed, however long the others could not be told.
    """

    size: int
    left: float
    at: float
    untold: int = 0

    def fill(self, now: float) -> None:
        """Add what has come in since, a whole bucket a minute."""
        self.left = min(self.size, self.left + (now - self.at) * self.size / 60)
        self.at = now

    def seconds_until(self, wanted: int) -> float:
        """Return how long until `wanted` are there; 0 or less if they are."""
        return (wanted - self.left) * 60 / self.size

    def take(self, root_fields: int) -> None:
        """Let root fields pass."""
        self.left -= root_fields
        self.untold = min(self.size, self.untold + root_fields)

    def settle(self, told: int, left: float, *, now: float) -> None:
        """Go on from what was `left` for all processes once `told` root fields had been taken."""
        self.untold -= told
        self.left, self.at = left - self.untold, now
