"""Tables of the settings: those in force, and what each means."""

from collections.abc import Iterator
from pathlib import Path

from configuration.addresses import masked
from configuration.environment import file_form
from configuration.local_secret import secret_file
from settings import IN_FILES, SECRET, Settings, sources, variable_of

_REFERENCE = """# Configuration

Guerdon is set up by environment variables, read once at the start. `./guerdon config` prints the
values in force, where each comes from, and any `GUERDON_` name that it doesn't know. The server
doesn't start with a value that it can't use, and names the variable. An empty variable counts as
not set.

| variable | default | meaning |
|---|---|---|
{rows}

{files} can be read from files, which is how orchestrators mount
secrets. Add `_FILE` to the variable's name and set it to the path:
`{example}=/run/secrets/guerdon`. The server doesn't start if it can't read
the file, or if both forms are set.

This page is made from the settings themselves, by `make snapshots`."""

_NONE = "-"


def in_force(settings: Settings) -> Iterator[str]:
    """Yield a line for each setting: its name, its value with secrets masked, its source."""
    set_by = sources()
    rows = [
        (variable, _shown(settings, field), set_by.get(variable, "default"))
        for field, variable in _variables()
    ]
    names, values = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, value, source in rows:
        origin = _secret_source(settings, source) if name == SECRET else source
        yield f"{name:<{names}}  {value:<{values}}  {origin}"


def _variables() -> list[tuple[str, str]]:
    return [
        (field, variable_of(field))
        for field, declared in Settings.model_fields.items()
        if declared.description
    ]


def _shown(settings: Settings, field: str) -> str:
    if field == "given_secret":
        return "***" if settings.given_secret else _NONE
    return masked(_text(getattr(settings, field)))


def _text(value: str | Path | tuple[str, ...] | int | None) -> str:
    match value:
        case None | ():
            return _NONE
        case bool():
            return str(int(value))
        case tuple():
            return ",".join(value)
    return str(value)


def _secret_source(settings: Settings, source: str) -> str:
    """Say of the secret where it is, as it need not be set."""
    if source != "default":
        return source
    if not settings.is_sqlite:
        return "not set: required"
    file = secret_file(settings.database_file)
    return str(file) if file.exists() else f"{file}, which `serve` makes"


def reference() -> str:
    """Return docs/configuration.md."""
    rows = [
        f"| `{variable}` | {_default(field)} | {Settings.model_fields[field].description} |"
        for field, variable in _variables()
    ]
    files = ", ".join(f"`{variable}`" for variable in IN_FILES)
    text = "\n".join(
        row.replace("starttls|implicit|off", r"starttls\|implicit\|off") for row in rows
    )
    return _REFERENCE.format(rows=text, files=files, example=file_form(SECRET))


def _default(field: str) -> str:
    text = _text(Settings.model_fields[field].default)
    return _NONE if text in {"", _NONE} else f"`{text}`"
