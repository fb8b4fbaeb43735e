"""The port that a server is to listen on, tried before anything else happens."""

import errno
import os
import socket

from cli.refusals import say_no


def demand_free_port(host: str, port: int) -> None:
    """End the command where nothing can listen on `port` of `host`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        say_no(f"--host {host}: there is no such address.", 2)
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(address)
        except OSError as error:
            say_no(_sentence(host, port, error))


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65_535 else port - 1  # noqa: PLR2004 - the last port there is
        return (
            f"port {port} of {host} is taken: stop what listens there, or choose another with"
            f" `--port {other}` (`make run PORT={other}`)."
        )
    reason = os.strerror(error.errno or 0)
    return f"can't listen on port {port} of {host} ({reason}): choose another with --port."
