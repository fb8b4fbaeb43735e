"""Mail subscriptions of the customer, by name or as two custom attributes (R11.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.loaders import loader_of
from resolvers.storefront.arguments import given
from resolvers.storefront.loaders import ProfileLoader
from resolvers.storefront.visitors import visitor, visitors_programme
from services.customers.profiles import Subscriptions
from services.customers.subscriptions import update_subscriptions
from services.storefront.attributes import AttributeChange, change_attributes
from services.storefront.visitors import Visitor


@strawberry.input(description="A customer attribute to change.")
class AttributeValueInput:
    attribute_code: str = strawberry.field(
        description=(
            "The attribute's code: reward_update_notification or reward_warning_notification."
        )
    )
    value: str | None = strawberry.field(
        default=strawberry.UNSET, description='The new value: "1" for on, "0" for off.'
    )


@strawberry.input(description="Changes to the customer.")
class CustomerUpdateInput:
    custom_attributes: list[AttributeValueInput | None] | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "The attributes to change, each at most once. Attributes left out, and null, change "
            "nothing."
        ),
    )


CustomerInput = Annotated[
    CustomerUpdateInput, strawberry.argument(name="input", description="The changes to make.")
]


async def update_customer(info: Info, customer: CustomerInput) -> Visitor:
    await visitors_programme(info)
    asking = await visitor(info)
    await change_attributes(
        customer_id=asking.customer_id,
        changes=_changes(customer),
        caller=asking.caller,
        now=info.context.now,
    )
    # Of several changes in one document, each shows the customer as that one leaves them.
    loader_of(info, ProfileLoader).clear_all()
    return asking


@strawberry.input(description="Guerdon: which mail about reward points the customer wants.")
class RewardPointsSubscriptionsInput:
    balance_updates: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="Mail when the balance changes. Omitted or null: as before.",
    )
    points_expiration_notifications: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="Mail before points expire. Omitted or null: as before.",
    )


SubscriptionsInput = Annotated[
    RewardPointsSubscriptionsInput,
    strawberry.argument(name="input", description="The mail to send, and not to send."),
]


async def update_reward_points_subscriptions(info: Info, wanted: SubscriptionsInput) -> Visitor:
    await visitors_programme(info)
    asking = await visitor(info)
    await update_subscriptions(
        customer_id=asking.customer_id,
        balance_updates=given(wanted.balance_updates),
        expiration_notifications=given(wanted.points_expiration_notifications),
        caller=asking.caller,
        now=info.context.now,
    )
    # Of several changes in one document, each shows the customer as that one leaves them.
    loader_of(info, ProfileLoader).clear_all()
    return asking


async def visitors_subscriptions(root: strawberry.Parent[Visitor], info: Info) -> Subscriptions:
    profile = await loader_of(info, ProfileLoader).load(root.customer_id)
    return profile.subscriptions((await visitors_programme(info)).settings)


def updated_customer(root: strawberry.Parent[Visitor]) -> Visitor:
    return root


def _changes(customer: CustomerUpdateInput) -> list[AttributeChange]:
    return [
        AttributeChange(attribute.attribute_code, given(attribute.value))
        for attribute in given(customer.custom_attributes) or ()
        if attribute is not None
    ]
