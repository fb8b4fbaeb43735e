"""A setting that cannot be used."""


class WrongSetting(Exception):
    """A variable of the environment that cannot be used; the text names it and the cure."""

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(f"{variable}: {sentence}")
