"""Customer type: the signed-in customer (R1.2, R12.1)."""

import strawberry

from resolvers.storefront import subscriptions
from resolvers.storefront.customers import customer
from schema.storefront.customers.customer_orders import CustomerOrders
from schema.storefront.reward_points import RewardPoints
from services.storefront.attributes import Attribute
from services.storefront.visitors import Visitor


@strawberry.interface(description="An attribute of a customer.")
class AttributeValueInterface:
    code: strawberry.ID = strawberry.field(description="The attribute's code.")


@strawberry.federation.type(description="A customer attribute with one value.", shareable=True)
class AttributeValue(AttributeValueInterface):
    value: str = strawberry.field(description='The value: "1" for on, "0" for off.')

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of a custom attribute."""
        return isinstance(value, Attribute)


@strawberry.federation.type(keys=["id"], description="The signed-in customer.")
class Customer:
    id = strawberry.field(
        resolver=customer.customer_id,
        graphql_type=strawberry.ID,
        description="The shop's own id of the customer, as in the token.",
    )
    email = strawberry.federation.field(
        resolver=customer.email,
        graphql_type=str | None,
        description="The e-mail address; null if the service does not know the customer yet.",
        shareable=True,
    )
    firstname = strawberry.federation.field(
        resolver=customer.firstname,
        graphql_type=str | None,
        description="The first name; null if the shop has not sent it.",
        shareable=True,
    )
    lastname = strawberry.federation.field(
        resolver=customer.lastname,
        graphql_type=str | None,
        description="The last name; null if the shop has not sent it.",
        shareable=True,
    )
    reward_points = strawberry.field(
        resolver=customer.reward_points,
        graphql_type=RewardPoints | None,
        description=(
            "The customer's reward points on the website of the request. Null while the programme "
            "is off, or off in the storefront. A customer the service does not know yet has 0 "
            "points."
        ),
    )
    custom_attributes = strawberry.field(
        resolver=customer.custom_attributes,
        graphql_type=list[AttributeValueInterface | None] | None,
        description=(
            "The two attributes for mail subscriptions: reward_update_notification (mail when the "
            "balance changes) and reward_warning_notification (mail before points expire)."
        ),
    )
    orders = strawberry.field(
        resolver=customer.orders,
        graphql_type=CustomerOrders | None,
        description="The customer's orders on the website of the request, newest first.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of an entity."""
        return isinstance(value, Visitor)


@strawberry.type(description="The result of changing a customer's attributes.")
class CustomerOutput:
    customer = strawberry.field(
        resolver=subscriptions.updated_customer,
        graphql_type=Customer,
        description="The customer after the change.",
    )
