"""Stand-in for Magento: its GraphQL endpoint, as far as storefronts need it, for these tests.

It has Magento's types, ids, errors and collisions in the version asked for, and no reward points.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync

from tests.gateway.magento.resolvers import ROOT, Asking
from tests.gateway.magento.shop import Json, Shop
from tests.gateway.magento.versions import magento_sdl


@dataclass
class StandIn:
    """A running stand-in, what it sells, and what it was asked."""

    version: str
    shop: Shop
    url: str = ""
    asked: list[Json] = field(default_factory=list)
    refuses: bool = False

    def answer(self, body: Json, headers: dict[str, str], method: str) -> Json:
        """Answer a request as Magento would: it takes no notice of operationName."""
        self.asked.append({**body, "headers": headers, "method": method})
        token = headers.get("authorization", "").removeprefix("Bearer ")
        asking = Asking(self.shop, self.version, self.shop.tokens.get(token))
        result = graphql_sync(
            _schema(self.version), body["query"], ROOT, asking, body.get("variables")
        )
        errors = [_error(error) for error in result.errors or ()]
        return {**({"errors": errors} if errors else {}), "data": result.data}


def _error(error: GraphQLError) -> Json:
    category = getattr(error.original_error, "category", "graphql-input")
    return {**error.formatted, "extensions": {"category": category}}


@cache
def _schema(version: str) -> GraphQLSchema:
    return build_schema(magento_sdl(version))


@contextmanager
def running(stand_in: StandIn) -> Iterator[StandIn]:
    """Serve a stand-in on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet

        def do_POST(self) -> None:
            self._reply(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def do_GET(self) -> None:
            asked = {name: texts[0] for name, texts in parse_qs(urlsplit(self.path).query).items()}
            variables = json.loads(asked.get("variables", "{}"))
            self._reply({"query": asked["query"], "variables": variables})

        def _reply(self, body: dict[str, Any]) -> None:
            if stand_in.refuses:
                self.send_error(503)
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = json.dumps(stand_in.answer(body, headers, self.command)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("X-Magento-Cache-Id", "a-cache-id")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True  # connections that the gateway keeps open end nothing
    server.block_on_close = False
    stand_in.url = f"http://127.0.0.1:{server.server_port}/graphql"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
