"""Failures of sending mail: for now, until there is a server, or for good."""


class NotDelivered(Exception):
    """The server did not take a message this time; the text says why."""


class ServerUnreachable(NotDelivered):
    """There is no server that takes mail: trying the next message is of no use."""


class Undeliverable(Exception):
    """A message that will never be delivered; the text says why."""
