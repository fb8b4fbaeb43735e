"""A web site of another origin than the API's, with a strict policy and the kit's files."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
KIT = HERE.parents[1] / "clients" / "storefront"
# What the site serves: the kit as any page loads it, and as a storefront of Adobe's keeps it.
_PLACES = {
    "/kit/": KIT / "dist",
    "/page/": HERE / "page",
    "/scripts/guerdon/": KIT / "dist",
    "/blocks/": KIT / "blocks",
    "/scripts/": HERE / "adobe",
}
_TYPES = {".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript"}
# Nothing inline, no markup from strings, and no other server than the shop's and Guerdon's.
_POLICY = (
    "default-src 'none'; img-src data:; script-src 'self'{nonce}; style-src 'self';"
    " connect-src {api}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


@dataclass
class Site:
    """A running site: files by path, and the pages that tests have put there."""

    url: str
    api: str = ""
    pages: dict[str, str] = field(default_factory=dict)

    def page(
        self,
        body: str,
        *,
        settings: dict[str, object],
        attributes: str = 'lang="en"',
        styles: str = "plain",
    ) -> str:
        """Put a page there and return its address; `settings` are for page/page.js."""
        path = f"/{len(self.pages)}.html"
        told = json.dumps({"url": f"{self.api}/graphql", **settings}).replace("<", "\\u003c")
        self.pages[path] = (
            f'<!doctype html><html {attributes}><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="data:,">'
            f'<title>Tea shop</title><link rel="stylesheet" href="/page/{styles}.css">'
            f'<script type="application/json" id="settings">{told}</script>'
            '<script type="module" src="/page/page.js"></script></head>'
            f"<body><main><h1>Tea shop</h1>{body}</main></body></html>"
        )
        return f"{self.url}{path}"

    def adobe_page(self, rows: dict[str, str]) -> str:
        """Put a page there that has the block as authors write it, and return its address."""
        path = f"/{len(self.pages)}.html"
        table = "".join(
            f"<div><div>{key}</div><div>{value}</div></div>" for key, value in rows.items()
        )
        tools = "/scripts/dropin-tools"
        imports = json.dumps({"imports": {"@dropins/tools/": f"{tools}/"}})
        self.pages[path] = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tea shop</title>'
            '<link rel="icon" href="data:,"><link rel="stylesheet" href="/page/plain.css">'
            f'<meta name="commerce-endpoint" content="{self.api}/graphql">'
            f'<script type="importmap" nonce="importmap">{imports}</script>'
            '<script type="module" src="/scripts/scripts.js"></script></head>'
            f'<body><main><h1>Tea shop</h1><div class="commerce-reward-points">{table}</div></main>'
            "</body></html>"
        )
        return f"{self.url}{path}"

    def read(self, path: str) -> bytes | None:
        """Return a page, or a file of the kit or of the folder page/."""
        if path in self.pages:
            return self.pages[path].encode()
        for prefix, folder in _PLACES.items():
            if path.startswith(prefix):
                return _file(folder, path.removeprefix(prefix))
        return None

    def policy(self) -> str:
        return _POLICY.format(api=self.api, nonce=" 'nonce-importmap'")


def _file(folder: Path, path: str) -> bytes | None:
    file = (folder / path).resolve()
    return file.read_bytes() if file.is_relative_to(folder) and file.is_file() else None


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve a site on a free port."""
    site = Site("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = site.read(self.path)
            self.send_response(200 if content is not None else 404)
            self.send_header("content-type", _TYPES.get(Path(self.path).suffix, "text/plain"))
            self.send_header("content-security-policy", site.policy())
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
