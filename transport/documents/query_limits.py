"""The limits on what one document may ask (R14.1)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """The most that one document may have of each; a setting per limit (R14.1)."""

    characters: int = 15_000
    tokens: int = 1_000
    depth: int = 10
    aliases: int = 15
    directives: int = 5
    fields: int = 300
    fragments: int = 30
    operations: int = 5
    cost: int = 5_000
    introspection: int = 600_000  # half as much again as what GraphiQL asks, counted alike


class QueryTooComplex(Exception):
    """A document beyond a limit; the text is for the client."""


@dataclass(frozen=True, slots=True)
class QueryMeasure:
    """How much a document asks. `directives` are the most on one field, or other place.

    `root_fields` are those of each operation, by its name, "" for none. `cost_varies` says that
    the cost depends on variables.
    """

    operations: int
    fragments: int
    depth: int
    fields: int
    aliases: int
    directives: int
    cost: int
    introspection: int
    root_fields: Mapping[str, int]
    cost_varies: bool

    def check(self, limits: QueryLimits) -> None:
        """Raise QueryTooComplex beyond any limit; a cost that varies is left to `check_cost`."""
        for name in (
            "operations",
            "fragments",
            "depth",
            "fields",
            "aliases",
            "directives",
            "introspection",
        ):
            most: int = getattr(limits, name)
            if getattr(self, name) > most:
                raise QueryTooComplex(f"The query exceeds the limit for {name}, {most}.")
        if not self.cost_varies:
            self.check_cost(limits)

    def check_cost(self, limits: QueryLimits) -> None:
        """Raise QueryTooComplex for fields that, times the page sizes above them, are too many."""
        if self.cost > limits.cost:
            raise QueryTooComplex(
                f"The query exceeds the limit for cost, {limits.cost:,}: ask for smaller pages."
            )
