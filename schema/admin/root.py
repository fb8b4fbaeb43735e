"""Admin API: its query and mutation roots."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.admin import enums  # noqa: F401 - makes the words of the rules enums of GraphQL
from schema.admin.accounts.accounts import AccountMutation
from schema.admin.accounts.imports import ImportMutation
from schema.admin.accounts.ledger import LedgerQuery
from schema.admin.accounts.previews import AdjustmentQuery
from schema.admin.accounts.statements import StatementQuery
from schema.admin.activities.activities import ActivityMutation, ActivityQuery
from schema.admin.activities.invitations import InvitationMutation, InvitationQuery
from schema.admin.checkout.carts import CartMutation, CartQuery
from schema.admin.checkout.offers import ProductOfferQuery
from schema.admin.customers.customers import CustomerMutation, CustomerQuery
from schema.admin.customers.previews import CustomerPreviewQuery
from schema.admin.mail.emails import EmailMutation, EmailQuery
from schema.admin.mail.templates import EmailTemplateMutation, EmailTemplateQuery
from schema.admin.moving.balance_files import BalanceFileMutation, BalanceFileQuery
from schema.admin.operation.health import HealthQuery
from schema.admin.operation.operation import OperationMutation, OperationQuery
from schema.admin.orders.order_commands import OrderMutation
from schema.admin.orders.orders import OrderQuery
from schema.admin.orders.refunds import RefundQuery
from schema.admin.orders.status_rules import OrderStatusRuleMutation, OrderStatusRuleQuery
from schema.admin.promotions.cart_rules import CartRuleMutation, CartRuleQuery
from schema.admin.promotions.product_points import ProductPointsMutation, ProductPointsQuery
from schema.admin.reports.activity import PointsActivityQuery
from schema.admin.reports.example_quote import ExampleQuoteQuery
from schema.admin.reports.journal import JournalQuery
from schema.admin.reports.liability import LiabilityQuery
from schema.admin.reports.simulation import SimulationQuery
from schema.admin.setup.customer_groups import CustomerGroupMutation, CustomerGroupQuery
from schema.admin.setup.exchange_rates import ExchangeRateMutation, ExchangeRateQuery
from schema.admin.setup.settings import SettingsMutation, SettingsQuery
from schema.admin.setup.websites import WebsiteMutation, WebsiteQuery
from schema.admin.webhooks.deliveries import WebhookDeliveryMutation, WebhookDeliveryQuery
from schema.admin.webhooks.endpoints import WebhookEndpointMutation, WebhookEndpointQuery
from schema.federation import ServiceQuery
from schema.null_defaults import forget_null_defaults
from schema.rewards_schema import RewardsSchema
from schema.scalars import SCALARS


@strawberry.type(description="Everything that can be read. Each field names the scope it needs.")
class Query(
    WebsiteQuery,
    CustomerGroupQuery,
    SettingsQuery,
    ExchangeRateQuery,
    CartRuleQuery,
    ProductPointsQuery,
    OrderStatusRuleQuery,
    ActivityQuery,
    CustomerQuery,
    CustomerPreviewQuery,
    AdjustmentQuery,
    InvitationQuery,
    CartQuery,
    ProductOfferQuery,
    OrderQuery,
    RefundQuery,
    LedgerQuery,
    StatementQuery,
    EmailTemplateQuery,
    EmailQuery,
    LiabilityQuery,
    PointsActivityQuery,
    JournalQuery,
    SimulationQuery,
    ExampleQuoteQuery,
    BalanceFileQuery,
    WebhookEndpointQuery,
    WebhookDeliveryQuery,
    OperationQuery,
    HealthQuery,
    ServiceQuery,
):
    """All that can be read."""


@strawberry.type(
    description=(
        "Everything that can be changed. Each field names the scope it needs. The payload holds "
        "the result or `userErrors`; with `userErrors`, nothing has been written."
    )
)
class Mutation(
    WebsiteMutation,
    CustomerGroupMutation,
    SettingsMutation,
    ExchangeRateMutation,
    CartRuleMutation,
    ProductPointsMutation,
    OrderStatusRuleMutation,
    EmailMutation,
    EmailTemplateMutation,
    WebhookEndpointMutation,
    WebhookDeliveryMutation,
    CustomerMutation,
    AccountMutation,
    ActivityMutation,
    InvitationMutation,
    ImportMutation,
    BalanceFileMutation,
    CartMutation,
    OrderMutation,
    OperationMutation,
):
    """All that can be done."""


schema = forget_null_defaults(
    RewardsSchema(query=Query, mutation=Mutation, config=StrawberryConfig(scalar_map=dict(SCALARS)))
)
