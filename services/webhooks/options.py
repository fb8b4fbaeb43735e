"""Webhook options of this process: the secret that guards secrets, and whether it is a sandbox."""

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebhookOptions:
    """How webhooks are sent.

    `secret` is the service's own, from which the key of endpoints' secrets is derived. In a sandbox
    receivers may be on this machine, and without TLS. `tls` says whom we trust, by default whom the
    system trusts.
    """

    secret: str = ""
    is_sandbox: bool = False
    tls: ssl.SSLContext | None = None


class _Webhooks:
    """The options of this process."""

    options = WebhookOptions()


def start_webhooks(options: WebhookOptions) -> None:
    """Send webhooks of this process by these options."""
    _Webhooks.options = options


def webhook_options() -> WebhookOptions:
    """Return the options of this process."""
    return _Webhooks.options
