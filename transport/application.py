"""The whole of HTTP: both APIs, their pages and probes, behind the common layers."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Self

import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from services.access.tokens import TokenReader, TokenRules
from services.command.caller import CallerKind
from transport.api.execution import graphql_schema, plans_for
from transport.api.graphql_api import QUERY_SECONDS, GraphQLApi
from transport.api.rate_limit import RateLimit
from transport.body_limit import MAX_ADMIN_BODY_BYTES, MAX_BODY_BYTES, BodyLimit
from transport.documents.documents import Documents
from transport.documents.persisted_documents import PersistedDocuments
from transport.documents.query_limits import QueryLimits
from transport.documents.trusted_documents import ManifestRefused, TrustedDocuments, share_out
from transport.endpoint import GraphQLEndpoint
from transport.exact_paths import ExactPaths
from transport.health import show_liveness, show_readiness
from transport.live.event_stream import EventStreams
from transport.live.limits import LiveLimits
from transport.live.open_connections import OpenConnections
from transport.live.websocket_endpoint import WebSocketEndpoint
from transport.pages.app_page import AdminApp
from transport.pages.built import Assets
from transport.pages.graphiql import ADMIN, GRAPHIQL, STOREFRONT, Api, GraphiQLPage
from transport.pages.plain import IndexPage
from transport.security_headers import SecurityHeaders
from transport.unrouted import refuse_method, refuse_path
from transport.unsubscribe import show_unsubscribe
from transport.watch import traces
from transport.watch.metrics import show_metrics
from transport.watch.request_log import RequestLog

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

# What Adobe documents of its own GraphQL requests, so that a storefront written for it can send the
# same here, though only Authorization, Content-Type and Store mean something to us; then ours.
_ADOBES_HEADERS = (
    "authorization",
    "content-currency",
    "content-type",
    "preview-version",
    "store",
    "x-adobe-company",
    "x-captcha",
    "x-magento-cache-id",
    "x-recaptcha",
)
_CORS_HEADERS = (*_ADOBES_HEADERS, "traceparent", "tracestate", "x-request-id")
_CORS_EXPOSED_HEADERS = ("retry-after", "x-request-id")
_CORS_SECONDS = 600


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """What an operator decides about HTTP.

    `rate_limit` is root fields a minute and subject, 0 for none; None is the default, which spares
    clients on this machine. `shares_rate_limit` says that other processes serve on the same
    database. `trusted_proxies` are the networks whose X-Forwarded-For is believed.
    `trusted_documents` are the only ones that the storefront's API runs;
    None is any. `admin_app` is the page at /admin, None where there is none. `demo_shop_url`
    is where people reach the demo shop, in a sandbox: whoever does may be any customer of the
    sample shop.
    """

    token_rules: TokenRules
    introspection: bool = True
    graphiql: bool = True
    cors_origins: tuple[str, ...] = ()
    rate_limit: int | None = None
    shares_rate_limit: bool = False
    trusted_proxies: tuple[str, ...] = ()
    limits: QueryLimits = field(default_factory=QueryLimits)
    body_bytes: int = MAX_BODY_BYTES
    admin_body_bytes: int = MAX_ADMIN_BODY_BYTES
    query_seconds: float = QUERY_SECONDS
    compiled_execution: bool = True
    live: LiveLimits = field(default_factory=LiveLimits)
    trusted_documents: TrustedDocuments | None = None
    admin_app: AdminApp | None = None
    demo_shop_url: str | None = None


def build_application(
    storefront: strawberry.Schema,
    admin: strawberry.Schema,
    options: HttpOptions,
    lifespan: Lifespan | None = None,
) -> Starlette:
    """Put everything together that answers HTTP requests.

    Raises ManifestRefused for trusted documents that can't be used.
    """
    persisted = _persisted_documents({STOREFRONT.name: storefront, ADMIN.name: admin}, options)
    shared = _Shared.of(options)
    customers = _api(shared, STOREFRONT, storefront, CallerKind.CUSTOMER, persisted)
    staff = _api(shared, ADMIN, admin, CallerKind.ADMIN, persisted)
    apis = [
        *_endpoints(shared, customers, STOREFRONT, ADMIN),
        *_endpoints(shared, staff, ADMIN, STOREFRONT),
    ]
    routes = [
        *apis,
        Route("/livez", show_liveness),
        Route("/readyz", show_readiness),
        Route("/metrics", show_metrics),
        Route("/assets/{name}", Assets(GRAPHIQL).show),
        Route("/unsubscribe/{token}", show_unsubscribe, methods=["GET", "POST"]),
        *_apps(options, customers, staff),
    ]
    application = Starlette(
        routes=routes,
        middleware=[*_layers(options), _exact_paths(apis)],
        exception_handlers={404: refuse_path, 405: refuse_method},
        lifespan=lifespan,
    )
    # A redirect would lose a POST's body in some clients, and take its host from the request.
    application.router.redirect_slashes = False
    return application


def _apps(options: HttpOptions, customers: GraphQLApi, staff: GraphQLApi) -> list[BaseRoute]:
    """Return the routes of the pages for people, and of the index that links to them."""
    apps = {}
    routes: list[BaseRoute] = []
    if options.admin_app is not None:
        apps["/admin"] = "Admin app: customers, orders, the programme, the books"
        routes += options.admin_app.routes()
    if options.demo_shop_url is not None:
        from transport.demo.endpoint import DemoShop  # noqa: PLC0415 - sandboxes alone (ADR 244)

        apps["/demo"] = "Demo shop: the storefront kit at work, and a clock that you move"
        routes += DemoShop(customers, staff, options.token_rules, options.demo_shop_url).routes()
    return [*routes, Route("/", IndexPage(tuple(apps.items())).show)]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What both APIs have in common: who may ask, how often, and on how many connections."""

    options: HttpOptions
    tokens: TokenReader
    rate_limit: RateLimit | None
    connections: OpenConnections
    streams: EventStreams

    @classmethod
    def of(cls, options: HttpOptions) -> Self:
        """Make it as the options say."""
        connections = OpenConnections(options.live.connections)
        return cls(
            options=options,
            tokens=TokenReader(options.token_rules),
            rate_limit=RateLimit.of(options.rate_limit, is_shared=options.shares_rate_limit),
            connections=connections,
            streams=EventStreams(connections, options.live),
        )


def _api(
    shared: _Shared,
    place: Api,
    schema: strawberry.Schema,
    kind: CallerKind,
    persisted: Mapping[str, PersistedDocuments],
) -> GraphQLApi:
    """Return one API as the options say."""
    return GraphQLApi(
        name=place.name,
        schema=schema,
        kind=kind,
        tokens=shared.tokens,
        persisted=persisted[place.name],
        rate_limit=shared.rate_limit,
        query_seconds=shared.options.query_seconds,
    )


def _endpoints(shared: _Shared, api: GraphQLApi, place: Api, other: Api) -> list[BaseRoute]:
    """Return the routes of one API, over HTTP and WebSocket."""
    options = shared.options
    page = GraphiQLPage(place, other) if options.graphiql else None
    sockets = WebSocketEndpoint(api, shared.connections, options.live, options.cors_origins)
    endpoint = GraphQLEndpoint(api, shared.streams, page)
    return [
        route
        for path in (place.path, f"{place.path}/")  # which people type, and proxies make
        for route in (Route(path, endpoint), WebSocketRoute(path, sockets))
    ]


def _exact_paths(routes: Iterable[BaseRoute]) -> Middleware:
    endpoints = {route.path: route.app for route in routes if isinstance(route, Route)}
    return Middleware(ExactPaths, endpoints=endpoints)


def _persisted_documents(
    schemas: Mapping[str, strawberry.Schema], options: HttpOptions
) -> dict[str, PersistedDocuments]:
    """Return each API's documents; a manifest closes the storefront's API to all others."""
    apis = {
        name: Documents(
            graphql_schema(schema),
            introspection=options.introspection,
            limits=options.limits,
            plans=plans_for(schema) if options.compiled_execution else None,
        )
        for name, schema in schemas.items()
    }
    if options.trusted_documents is None:
        return {name: PersistedDocuments(documents) for name, documents in apis.items()}
    shares = share_out(options.trusted_documents, apis)
    if not shares[STOREFRONT.name]:
        raise ManifestRefused("none of its documents is for the storefront's API.")
    # The admin API's callers hold tokens with scopes, and change without the storefront.
    closed = replace(apis[STOREFRONT.name], trusted=shares[STOREFRONT.name])
    return {
        name: PersistedDocuments(documents, shares[name])
        for name, documents in {**apis, STOREFRONT.name: closed}.items()
    }


def _layers(options: HttpOptions) -> list[Middleware]:
    """Return the common layers, the outermost first."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=options.cors_origins,
        allow_methods=("GET", "POST"),
        allow_headers=_CORS_HEADERS,
        expose_headers=_CORS_EXPOSED_HEADERS,
        max_age=_CORS_SECONDS,
    )
    proxies = Middleware(ProxyHeadersMiddleware, trusted_hosts=list(options.trusted_proxies))
    return [
        *([proxies] if options.trusted_proxies else []),
        Middleware(RequestLog),
        *traces.layers(),
        Middleware(SecurityHeaders),
        *([cors] if options.cors_origins else []),
        Middleware(
            BodyLimit,
            limit=options.body_bytes,
            limits_at={ADMIN.path: options.admin_body_bytes},
        ),
    ]
