"""The composition root: settings, database, both APIs and the background worker."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version

import structlog
from starlette.applications import Starlette

from configuration.cluster import demand_as_distributed
from models.database import DatabaseFailure, close_database, open_database
from models.engines.statements import trace_statements
from schema.admin.root import schema as admin
from schema.storefront.root import schema as storefront
from services.access.bearer import SCOPES, CustomerClaims
from services.access.tokens import TokenRules
from services.command.clock import start_clock
from services.command.outage import is_outage
from services.mail.delivery import finish_deliveries
from services.mail.options import start_mail
from services.operation import worker
from services.webhooks.delivery import finish_webhooks
from services.webhooks.options import start_webhooks
from settings import (
    TRACES_URL,
    TRUSTED_DOCUMENTS,
    Settings,
    WrongSetting,
    mail_options_of,
    read_settings,
    webhook_options_of,
)
from transport.application import HttpOptions, Lifespan, build_application
from transport.documents.trusted_documents import ManifestRefused, read_manifest
from transport.pages.app_page import AdminApp, StaffProvider
from transport.parent_process import end_with_parent
from transport.watch.log_format import set_up_logging
from transport.watch.traces import (
    TracesMissing,
    provider_to,
    start_traces,
    statement_span,
    stop_traces,
)

_WORKER_STOP_SECONDS = 10
_CHECK_SECONDS = 2.0  # /livez is not answered before
_ALLOCATIONS_BETWEEN_COLLECTIONS = 10_000  # of objects that may hold others; a request makes 1,000

_log = structlog.get_logger(__name__)


def create_app() -> Starlette:
    """Set this process of the server up and return the application that it serves."""
    settings = read_settings()
    set_up_logging(settings.log_format, settings.log_level)
    end_with_parent()
    application = build_app(settings)
    _spare_the_collector()
    return application


def _spare_the_collector() -> None:
    """Have garbage collection pass over what lives as long as the process.

    Schemas and modules are 200,000 objects, a tenth of a second each time that all of them are
    looked through, while no request is answered. Requests leave little garbage in cycles.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS)
    gc.enable()  # `guerdon serve` has disabled it


def build_app(settings: Settings) -> Starlette:
    """Return the application; the background worker runs in it if `guerdon serve` said so.

    Raises WrongSetting for a manifest of trusted documents that can't be used.
    """
    if settings.traces_url is not None:
        _start_traces(settings.traces_url)
    try:
        return build_application(storefront, admin, _options(settings), _lifespan(settings))
    except ManifestRefused as refusal:
        raise WrongSetting(TRUSTED_DOCUMENTS, str(refusal)) from refusal


def _start_traces(url: str) -> None:
    try:
        start_traces(provider_to(url))
    except TracesMissing as missing:
        raise WrongSetting(TRACES_URL, str(missing)) from missing
    trace_statements(statement_span)


def _options(settings: Settings) -> HttpOptions:
    manifest = settings.trusted_documents
    return HttpOptions(
        token_rules=TokenRules(
            secret=settings.signing_secret,
            jwks_url=settings.jwks_url,
            issuer=settings.jwt_issuer,
            audience=settings.jwt_audience,
            customers=CustomerClaims(settings.jwt_customer_claim, settings.customer_id_format),
            staff_jwks_url=settings.staff_jwks_url,
            staff_issuer=settings.staff_issuer,
            staff_audience=settings.staff_audience,
            staff_scope_prefix=settings.staff_scope_prefix,
        ),
        introspection=settings.introspection,
        graphiql=settings.ide,
        cors_origins=settings.cors_origins,
        rate_limit=settings.rate_limit,
        # On PostgreSQL there may be other servers, of which this one knows nothing.
        shares_rate_limit=settings.several_processes or not settings.is_sqlite,
        trusted_proxies=settings.trusted_proxies,
        compiled_execution=settings.compiled_execution,
        demo_shop_url=settings.public_url if settings.sandbox else None,
        trusted_documents=None if manifest is None else read_manifest(manifest),
        admin_app=_admin_app(settings) if settings.admin_app else None,
    )


def _admin_app(settings: Settings) -> AdminApp:
    issuer, client_id = settings.staff_oidc_issuer, settings.staff_oidc_client_id
    ours = (f"{settings.staff_scope_prefix}{scope}" for scope in SCOPES)
    provider = None
    if issuer is not None and client_id is not None:
        provider = StaffProvider(
            issuer=issuer,
            client_id=client_id,
            scopes=settings.staff_oidc_scopes or " ".join(["openid", *ours]),
            audience=settings.staff_audience,
        )
    return AdminApp(
        version=version("guerdon"),
        provider=provider,
        sandbox=settings.sandbox,
        sends_mail=settings.smtp_url is not None,
    )


def _lifespan(settings: Settings) -> Lifespan:
    """Return what opens at the start and closes at the end, in this order and its reverse."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        start_clock(sandbox=settings.sandbox)
        start_mail(mail_options_of(settings))
        start_webhooks(webhook_options_of(settings))
        await open_database(
            settings.database_url, pooler=settings.database_pooler, citus=settings.citus
        )
        try:
            await _check_distribution(citus=settings.citus)
            async with _background_worker() if settings.worker_in_app else nullcontext():
                yield
            await finish_deliveries()
            await finish_webhooks()
        finally:
            await close_database()
            await asyncio.to_thread(stop_traces)

    return lifespan


async def _check_distribution(*, citus: bool) -> None:
    """Refuse a wrong setting at once; a database that doesn't answer yet is left to /readyz.

    Raises WrongSetting.
    """
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await demand_as_distributed(citus=citus)
    except Exception as error:
        if not (isinstance(error, DatabaseFailure) or is_outage(error)):
            raise


@asynccontextmanager
async def _background_worker() -> AsyncIterator[None]:
    """Run the background jobs; at the end let the one in hand finish, for 10 s at most."""
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop), name="background worker")
    task.add_done_callback(_say_if_it_died)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait([task], timeout=_WORKER_STOP_SECONDS)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _say_if_it_died(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("background worker died", exc_info=error)
