"""Set-up commands take turns, so that each decides on what the one before it has written."""

from models.scaling.shards import take_shards_in_turn
from models.tables.setup import SettingOverridesRow

DEFAULT_SCOPE = ""


async def take_turn() -> None:
    """Wait until no other set-up command is under way; the turn ends with the transaction.

    The row of the default scope, which is always there, stands for the whole set-up. On SQLite
    the transaction itself has waited already.
    """
    await take_shards_in_turn()
    await SettingOverridesRow.filter(scope=DEFAULT_SCOPE).select_for_update()
