"""R12.2: which scope each field needs, and that it is answered with that one alone."""

import time
from collections.abc import Callable

import jwt
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

from services.access.bearer import SCOPES
from tests.api.admin.asking import SECRET, AdminApi, operation, root_type

pytestmark = pytest.mark.any_database

NEEDED = {
    "any": {"viewer"},
    "admin": {"jobRun", "sandboxClockAdvance"},
    "config:read": {
        "websites", "customerGroups", "settings", "exchangeRates", "effectiveExchangeRate",
        "exchangeRateMatrix", "exampleQuote", "cartRule",
        "cartRules", "productPoints", "orderStatusRules", "customActivities",
        "emailTemplates", "emailTemplatePreview", "webhookEndpoints", "webhookEventTypes",
    },
    "config:write": {
        "websitePut", "websiteDelete", "customerGroupPut", "customerGroupDelete",
        "settingsUpdate", "settingsReset",
        "exchangeRateCreate", "exchangeRateUpdate", "exchangeRateDelete",
        "cartRuleCreate", "cartRuleUpdate", "cartRuleDelete",
        "productPointsPut", "productPointsDelete",
        "orderStatusRulePut", "orderStatusRuleDelete",
        "customActivityPut", "customActivityDelete", "emailTemplatePut", "emailTemplateDelete",
        "emailRetry", "webhookEndpointPut", "webhookSecretRotate", "webhookEndpointDelete",
        "webhookReplay",
    },
    "customers:read": {
        "customers", "customer", "ledgerEntries", "ledgerCheck", "statement", "invitations",
        "pointsAdjustPreview", "customerMergePreview", "customerErasePreview",
    },
    "customers:write": {
        "customerErase", "customerMerge", "customerPut", "subscriptionsUpdate",
        "customerPersonalData",
    },
    "points:write": {
        "pointsAdjust", "pointsImport", "balanceFileImport",
        "orphanPointsMove", "orphanPointsDelete",
        "activityRecord", "invitationCreate", "invitationAccept",
    },
    "orders:read": {"cart", "order", "orders", "orderSearch", "refundPreview", "productOffers"},
    "orders:write": {
        "cartPut", "cartDelete", "cartApplyPoints", "cartRemovePoints", "cartHoldPoints",
        "cartApplyProductPoints", "orderPlace", "orderAttachCustomer", "orderInvoice",
        "orderCancel", "orderRefund", "orderSetStatus",
    },
    "reports:read": {
        "auditLog", "email", "emails", "liability", "liabilityTotals", "pointsActivity",
        "journal", "journalTotals", "simulate",
        "webhookDeliveries", "balanceFiles", "health",
    },
}  # fmt: skip

FIELDS = [
    (kind, name)
    for kind in ("query", "mutation")
    for name in root_type(kind).fields
    if not name.startswith("_")
]
SCOPE_OF = {name: scope for scope, names in NEEDED.items() for name in names}
ORDINARY = [field for field in FIELDS if SCOPE_OF[field[1]] not in {"any", "admin"}]


def a_value(kind: object) -> object:
    """Return any good value of an input type, with nothing in it that may be left out."""
    match kind:
        case GraphQLNonNull():
            return a_value(kind.of_type)
        case GraphQLList():
            return []
        case GraphQLEnumType():
            return next(iter(kind.values))
        case GraphQLInputObjectType(name="SimulationInput"):  # exactly one of its fields
            name, field = next(iter(kind.fields.items()))
            return {name: a_value(GraphQLNonNull(field.type))}
        case GraphQLInputObjectType():
            return {
                name: a_value(field.type)
                for name, field in kind.fields.items()
                if isinstance(field.type, GraphQLNonNull)
            }
    known = {"Int": 1, "Boolean": True, "Decimal": "1", "DateTime": "2024-05-01T12:00:00Z"}
    return known.get(str(kind), "x")


async def ask(api: AdminApi, kind: str, name: str) -> list[str]:
    """Return the codes of the errors that the field answers."""
    field = root_type(kind).fields[name]
    arguments = {
        argument: a_value(of.type)
        for argument, of in field.args.items()
        if isinstance(of.type, GraphQLNonNull)
    }
    selection = "" if is_leaf_type(get_named_type(field.type)) else "__typename"
    answer = await api.send(operation(kind, name, selection, arguments), arguments)
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


def test_every_field_has_a_scope_and_the_table_names_no_other() -> None:
    assert {name for _, name in FIELDS} == set(SCOPE_OF)


@pytest.mark.parametrize(("kind", "name"), ORDINARY)
async def test_all_other_scopes_together_are_not_enough(
    api: AdminApi, kind: str, name: str
) -> None:
    others = set(SCOPES) - {"admin", SCOPE_OF[name]}

    assert await ask(api.as_(*others), kind, name) == ["FORBIDDEN"]


@pytest.mark.parametrize("name", sorted(NEEDED["admin"]))
async def test_operating_the_service_needs_admin_itself(api: AdminApi, name: str) -> None:
    others = set(SCOPES) - {"admin"}

    assert await ask(api.as_(*others), "mutation", name) == ["FORBIDDEN"]


@pytest.mark.parametrize(("kind", "name"), ORDINARY)
async def test_its_own_scope_is_enough(shop: AdminApi, kind: str, name: str) -> None:
    assert "FORBIDDEN" not in await ask(shop.as_(SCOPE_OF[name]), kind, name)


@pytest.mark.parametrize("scope", SCOPES)
async def test_any_scope_may_ask_who_it_is(api: AdminApi, scope: str) -> None:
    viewer = await api.as_(scope, subject="script").query("viewer", "subject scopes")

    assert viewer == {"subject": "script", "scopes": [scope]}


@pytest.mark.parametrize(("kind", "name"), FIELDS)
async def test_without_a_token_nothing_is_answered(api: AdminApi, kind: str, name: str) -> None:
    nobody = AdminApi(api.client, token=None)

    assert await ask(nobody, kind, name) == ["UNAUTHENTICATED"]


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param(lambda claims: jwt.encode({**claims, "exp": 1}, SECRET), id="expired"),
        pytest.param(lambda claims: jwt.encode(claims, "", algorithm="none"), id="unsigned"),
        pytest.param(lambda claims: jwt.encode(claims, "x" * 32), id="another-key"),
        pytest.param(lambda claims: jwt.encode({**claims, "scope": None}, SECRET), id="no-scope"),
    ],
)
async def test_a_token_that_is_no_good_is_refused(
    api: AdminApi, sign: Callable[[dict[str, object]], str]
) -> None:
    token = sign({"sub": "backend", "scope": "admin", "exp": int(time.time()) + 60})

    answer = await AdminApi(api.client, token).send("{ viewer { subject } }")

    (error,) = answer["errors"]
    assert error["extensions"] == {
        "code": "UNAUTHENTICATED",
        "category": "graphql-authentication",
    }
