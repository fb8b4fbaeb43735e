"""Websites of other shops' tables, which have numbers: what each is called here (`--website`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.rules.basics.codes import is_website_code
from services.rules.basics.refusals import Invalid


@dataclass(slots=True)
class WebsitesNamed:
    """The website of rows that name none, and those that another shop's numbers stand for.

    A website named for all stands for one number, the first that is met: the points of two are
    never thrown together.
    """

    for_all: str | None = None
    by_number: dict[str, str] = field(default_factory=dict)
    _first: str | None = None

    def code_of(self, number: str | None) -> str | None:
        """Return the code of a row's website, None where it is not told.

        Raises Invalid for a second number.
        """
        if number is None:
            return self.for_all
        if number in self.by_number:
            return self.by_number[number]
        if self.for_all is None:
            return number
        self._first = self._first or number
        if number != self._first:
            raise Invalid(
                f"Website {number} is not {self._first}: give --website NUMBER=CODE of both.",
                path=("website_id",),
            )
        return self.for_all


def websites_named(options: Iterable[str]) -> WebsitesNamed:
    """Read the options: `CODE` for all rows, or `NUMBER=CODE`.

    Raises Invalid.
    """
    named = WebsitesNamed()
    for option in options:
        number, equals, code = option.rpartition("=")
        if not is_website_code(code):
            raise Invalid(f"--website {option}: that is no website's code.")
        if equals:
            named.by_number[number] = code
        elif named.for_all is None:
            named.for_all = code
        else:
            raise Invalid("--website names two websites for all rows: give NUMBER=CODE.")
    return named
