"""The settings as a command takes them up: names that nobody knows are said."""

from settings import Settings, read_settings, unknown_settings


def settings_in_force() -> Settings:
    """Return the settings, and warn of GUERDON_ variables that are none. Raises WrongSetting."""
    settings = read_settings()
    unknown = unknown_settings()
    if unknown:
        from cli.log import open_log

        log = open_log(settings)
        for sentence in unknown:
            log.warning(sentence)
    return settings
