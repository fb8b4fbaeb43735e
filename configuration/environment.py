"""Environment variables that begin with GUERDON_: values kept in files, and unknown names."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from configuration.wrong_setting import WrongSetting

PREFIX = "GUERDON_"
SECRET = f"{PREFIX}JWT_SECRET"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
CITUS = f"{PREFIX}CITUS"
_IN_FILE = "_FILE"


def file_form(variable: str) -> str:
    """Return the name of the variable that says in which file the value of `variable` is."""
    return f"{variable}{_IN_FILE}"


def values_from_files(environment: Mapping[str, str], variables: Collection[str]) -> dict[str, str]:
    """Return what the `…_FILE` forms of `variables` hold, without the line end at its end.

    Raises WrongSetting for a file that cannot be read, and for both forms at once.
    """
    found = {}
    for variable in variables:
        name = environment.get(file_form(variable))
        if not name:
            continue
        if environment.get(variable):
            raise WrongSetting(
                file_form(variable), f"{variable} is set as well: unset one of the two."
            )
        found[variable] = _content(Path(name), file_form(variable))
    return found


def _content(file: Path, variable: str) -> str:
    try:
        value = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        sentence = f"{file.absolute()} cannot be read ({reason}): name a file with the value in it."
        raise WrongSetting(variable, sentence) from error
    if not value:
        raise WrongSetting(variable, f"{file.absolute()} is empty: write the value into it.")
    return value


def unknown_variables(names: Collection[str], known: Collection[str]) -> list[str]:
    """Return a sentence for each GUERDON_ name that is not a setting, with a suggestion."""
    sentences = []
    for name in sorted(names):
        if not name.startswith(PREFIX) or name in known:
            continue
        likely = get_close_matches(name, known, n=1, cutoff=0.8)
        hint = f" Did you mean {likely[0]}?" if likely else ""
        sentences.append(f"{name} is set, but there is no such setting.{hint}")
    return sentences
