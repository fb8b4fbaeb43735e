"""Arguments of the benchmarks: `--help` prints what a module says of itself, nonsense is refused.

A SIGTERM ends a benchmark as Ctrl-C does, so that the servers that it has started end with it.
"""

import argparse
import signal
import sys
from types import FrameType


def whole_numbers(name: str, *defaults: int, is_endless: bool = False) -> list[int]:
    """Return the numbers above 0 that the command line gives; without any, the defaults.

    As many as there are defaults at most, unless it `is_endless`. The program ends here for
    `--help` and for anything else.
    """
    signal.signal(signal.SIGTERM, _end)
    main = sys.modules["__main__"]
    parser = argparse.ArgumentParser(
        prog=f"python -m {main.__spec__.name.removesuffix('.__main__')}" if main.__spec__ else None,
        description=main.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if defaults:
        parser.add_argument(
            "numbers", nargs="*", type=_above_0, metavar=name, help=f"by default {_said(defaults)}"
        )
    given: list[int] = getattr(parser.parse_args(), "numbers", [])
    if len(given) > len(defaults) and not is_endless:
        parser.error(f"takes {len(defaults)} at most: {name}")
    return given or list(defaults)


def no_arguments() -> None:
    """Refuse any argument but `--help`."""
    whole_numbers("")


def _said(numbers: tuple[int, ...]) -> str:
    return " ".join(str(number) for number in numbers)


def _above_0(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number, 1 or more")
    return int(text)


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)
