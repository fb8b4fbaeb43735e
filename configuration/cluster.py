"""Citus as the setting has it, held against the database (R18.1)."""

from configuration.environment import CITUS
from configuration.wrong_setting import WrongSetting
from models import schema_history


async def demand_as_distributed(*, citus: bool) -> None:
    """Raise WrongSetting where the database is no cluster, or is one and the setting says not.

    On a cluster some guards of the database are gone, and other statements do what they did.
    """
    is_spread = await schema_history.is_spread()
    if citus and is_spread is None:
        problem = (
            "is 1, but this PostgreSQL has no Citus: unset it, or run `CREATE EXTENSION citus` in"
            " the database on every node first."
        )
        raise WrongSetting(CITUS, problem)
    if is_spread and not citus:
        raise WrongSetting(
            CITUS, "the tables are distributed over a cluster of Citus: set it to 1."
        )
