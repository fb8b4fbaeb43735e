"""A real identity provider for staff, run by Node: whoever logs in there may read reports."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tests.clients.node_script import HERE, node

CLIENT_ID = "guerdon-admin"


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider at `issuer`, which has to be told where the app is before it serves."""

    issuer: str
    process: subprocess.Popen[str]

    def settings(self) -> Mapping[str, str]:
        """Return what Guerdon needs to know of it."""
        return {
            "GUERDON_STAFF_JWKS_URL": f"{self.issuer}/jwks",
            "GUERDON_STAFF_ISSUER": self.issuer,
            "GUERDON_STAFF_AUDIENCE": "guerdon-staff",
            "GUERDON_STAFF_OIDC_ISSUER": self.issuer,
            "GUERDON_STAFF_OIDC_CLIENT_ID": CLIENT_ID,
        }

    def serve(self, app: str) -> None:
        """Tell it the app's address, and wait until it serves."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{app}\n")
        stdin.flush()
        assert stdout.readline().strip() == "ready"


@contextmanager
def running_provider(*, token_seconds: int) -> Iterator[Provider]:
    """Run one whose access tokens live for some seconds."""
    process = subprocess.Popen(
        [node(), "provider.js", str(token_seconds)],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it warns of all that a provider for production should have
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Provider(process.stdout.readline().strip(), process)
    finally:
        process.kill()
        process.communicate()
