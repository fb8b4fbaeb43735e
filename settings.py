"""Settings: the environment, read once into one frozen object.

Nothing else of ours reads `os.environ`, but what tells the metrics' client its directory there
(transport/watch/metrics_directory.py). Settings are declared in configuration/declaration.py.
"""

import os
from functools import cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from configuration.addresses import is_loopback
from configuration.declaration import Settings
from configuration.environment import (
    CITUS,
    DATABASE_URL,
    PREFIX,
    SECRET,
    file_form,
    unknown_variables,
    values_from_files,
)
from configuration.wrong_setting import WrongSetting
from services.mail.options import MailOptions, mail_server_of
from services.webhooks.options import WebhookOptions

__all__ = [
    "CITUS",
    "DATABASE_URL",
    "SECRET",
    "Settings",
    "WrongSetting",
    "hand_down",
    "is_loopback",
    "read_settings",
]

SEAL_KEY_FILE = f"{PREFIX}SEAL_KEY_FILE"
PUBLIC_URL = f"{PREFIX}PUBLIC_URL"
TRACES_URL = f"{PREFIX}TRACES_URL"
TRUSTED_DOCUMENTS = f"{PREFIX}TRUSTED_DOCUMENTS"
# Those that may stand in a file, as secrets do that an orchestrator mounts.
IN_FILES = (SECRET, DATABASE_URL, f"{PREFIX}SMTP_URL")


def variable_of(field: str) -> str:
    """Return the variable that a field of Settings is read from."""
    return SECRET if field == "given_secret" else f"{PREFIX}{field.upper()}"


def unknown_settings() -> list[str]:
    """Return a sentence for each GUERDON_ variable that is set but is not a setting."""
    ours = [variable_of(field) for field in Settings.model_fields]
    return unknown_variables(os.environ.keys(), [*ours, *map(file_form, IN_FILES)])


def sources() -> dict[str, str]:
    """Return which variables are set, and by which of their two forms."""
    forms = {variable_of(field): variable_of(field) for field in Settings.model_fields}
    files = {variable: file_form(variable) for variable in IN_FILES}
    return {
        variable: form
        for variable, form in [*files.items(), *forms.items()]
        if os.environ.get(form)
    }


@cache
def read_settings() -> Settings:
    """Return the settings, read from the environment the first time.

    Raises WrongSetting, naming the variable.
    """
    in_files = values_from_files(os.environ, IN_FILES)
    try:
        return Settings.model_validate({_key(name): value for name, value in in_files.items()})
    except ValidationError as error:
        problem = error.errors()[0]
        field = str(problem["loc"][0])
        variable = field if field == SECRET else variable_of(field)
        if variable in in_files:
            variable = file_form(variable)
        raise WrongSetting(variable, _sentence(problem, field)) from error


def _key(variable: str) -> str:
    """Return what Settings is given the value of `variable` by."""
    return variable if variable == SECRET else variable.removeprefix(PREFIX).lower()


def _sentence(problem: ErrorDetails, field: str) -> str:
    """Return what is wrong with a value, and the cure, in our words."""
    match problem["type"]:
        case "bool_parsing" | "bool_type":
            return "must be 1 or 0."
        case "int_parsing" | "int_parsing_size" | "greater_than_equal" | "less_than_equal":
            return f"must be a whole number{_range(field)}."
        case "literal_error":
            return f"must be {problem['ctx']['expected'].replace(chr(39), '')}."
    return problem["msg"].removeprefix("Value error, ")


def _range(field: str) -> str:
    """Return what numbers a setting takes, as its declaration says."""
    declared = Settings.model_fields[field].metadata
    least = next((each.ge for each in declared if hasattr(each, "ge")), None)
    most = next((each.le for each in declared if hasattr(each, "le")), None)
    if most is None:
        return "" if least is None else f", {least} or more"
    return f" from {least} to {most}"


def mail_options_of(settings: Settings) -> MailOptions:
    """Return what the settings say of mail. Raises WrongSetting without a secret."""
    return MailOptions(
        server=mail_server_of(settings.smtp_url),
        public_url=settings.public_url,
        secret=settings.signing_secret,
    )


def webhook_options_of(settings: Settings) -> WebhookOptions:
    """Return what the settings say of webhooks. Raises WrongSetting without a secret."""
    return WebhookOptions(secret=settings.signing_secret, is_sandbox=settings.sandbox)


def hand_down(
    settings: Settings, *, worker_in_app: bool, several_processes: bool, address: str
) -> None:
    """Have this process and those it starts read the secret of `settings` from now on.

    `address` is where they are reached, unless the environment says so. Raises WrongSetting without
    a secret.
    """
    os.environ[SECRET] = settings.signing_secret
    os.environ.pop(file_form(SECRET), None)
    os.environ[PUBLIC_URL] = os.environ.get(PUBLIC_URL) or address
    os.environ[f"{PREFIX}WORKER_IN_APP"] = "1" if worker_in_app else "0"
    os.environ[f"{PREFIX}SEVERAL_PROCESSES"] = "1" if several_processes else "0"
    read_settings.cache_clear()
