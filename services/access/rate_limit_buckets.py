"""Rate limit buckets in the database, where the processes settle what each has let pass (R14.2)."""

from models.database import Dialect, dialect, execute, fetch

_LEAST: dict[Dialect, str] = {"sqlite": "MIN", "postgres": "LEAST"}
_GREATEST: dict[Dialect, str] = {"sqlite": "MAX", "postgres": "GREATEST"}

# One statement, so that nothing is locked any longer: fill up by the time that has passed, a whole
# bucket a minute, then take; it owes a whole one at most. Of machines whose clocks differ, the
# fastest one's fills; one that is a minute ahead of others does not keep theirs from filling.
_SETTLE = """
INSERT INTO rate_limit_buckets AS b (name, left_e3, at_ms) VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
    left_e3 = {greatest}(-CAST(? AS BIGINT), {least}(CAST(? AS BIGINT), b.left_e3
        + {least}({greatest}(excluded.at_ms - b.at_ms, 0), 60000) * CAST(? AS BIGINT) / 60000)
        - CAST(? AS BIGINT)),
    at_ms = CASE WHEN b.at_ms - excluded.at_ms > 60000 THEN excluded.at_ms
        ELSE {greatest}(b.at_ms, excluded.at_ms) END
RETURNING left_e3
"""
_FORGET = "DELETE FROM rate_limit_buckets WHERE at_ms < ?"
_FULL_AFTER_MS = 600_000  # however deep in debt; a bucket that is not there is full


async def settle_bucket(name: str, *, size: int, taken: int, now_ms: int) -> int:
    """Take `taken` root fields from a bucket that holds `size`; return thousandths of what is left.

    Less than 0 where the processes have let more pass than there was.
    """
    sql = _SETTLE.format(least=_LEAST[dialect()], greatest=_GREATEST[dialect()])
    size_e3, taken_e3 = size * 1000, taken * 1000
    values = [name, size_e3 - taken_e3, now_ms, size_e3, size_e3, size_e3, taken_e3]
    (row,) = await fetch(sql, values)
    return int(str(row["left_e3"]))


async def forget_full_buckets(*, now_ms: int) -> None:
    """Delete the buckets that nobody has drawn on for so long that they are full."""
    await execute(_FORGET, [now_ms - _FULL_AFTER_MS])
