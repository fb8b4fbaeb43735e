"""Settings as a command reads them, with a warning for each unknown name."""

from settings import Settings, read_settings, unknown_settings


def settings_in_force() -> Settings:
    """Return the settings, and warn of unknown GUERDON_ variables. Raises WrongSetting."""
    settings = read_settings()
    unknown = unknown_settings()
    if unknown:
        from cli.work.log import open_log

        log = open_log(settings)
        for sentence in unknown:
            log.warning(sentence)
    return settings
