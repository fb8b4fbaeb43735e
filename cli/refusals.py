"""Refusals of the command line: one line on standard error, and an exit code."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec

import typer

from configuration.wrong_setting import WrongSetting

P = ParamSpec("P")


def say(sentence: str) -> None:
    """Print a line for the people at the terminal, apart from answers."""
    sys.stderr.write(f"guerdon: {' '.join(sentence.split())}\n")


def say_no(sentence: str, code: int = 1) -> NoReturn:
    """Print why not, and end the command with `code`."""
    say(sentence)
    raise typer.Exit(code)


def plain_refusals(command: Callable[P, None]) -> Callable[P, None]:
    """Say in one line which variable of the environment cannot be used, without a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except WrongSetting as error:
            say_no(str(error), 2)

    return run
