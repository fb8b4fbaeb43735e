"""Simulation in the admin API (R15.5)."""

import strawberry

from resolvers.admin.reports import simulation
from schema.admin.money import Money
from schema.permissions import scoped
from schema.scalars import BigInt


@strawberry.type(description="An order that would have been given other points, and why.")
class SimulationExample:
    customer_id: strawberry.ID = strawberry.field(description="The customer's id.")
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    points_before: int = strawberry.field(
        description="The points it is given by what it recorded, as it stands."
    )
    points_after: int = strawberry.field(description="The points it would have been given.")
    why: str = strawberry.field(description="What makes the difference, in words and numbers.")


@strawberry.type(
    description=(
        "What a change would have given for the orders of a period, as they stand today, without"
        " cap or clamp. Nothing is written."
    )
)
class Simulation:
    orders: int = strawberry.field(description="The number of orders looked at.")
    points_before: BigInt = strawberry.field(
        description="The points that the orders are given by what they recorded."
    )
    points_after: BigInt = strawberry.field(
        description="The points they would have been given with the change."
    )
    worth_before: Money = strawberry.field(
        description="What those points are worth by the redemption rate of each order."
    )
    worth_after: Money = strawberry.field(
        description="What the points with the change would be worth."
    )
    customers_gaining: int = strawberry.field(
        description="The number of customers who would have been given more points."
    )
    customers_losing: int = strawberry.field(
        description="The number of customers who would have been given fewer."
    )
    examples: list[SimulationExample] = strawberry.field(
        description="Up to three orders that differ most."
    )


@strawberry.type
class SimulationQuery:
    simulate = strawberry.field(
        resolver=simulation.simulate,
        graphql_type=Simulation,
        description=(
            "What a changed rate, setting or cart rule would have given on the recorded facts of a"
            " period, without writing: the change is laid over the terms recorded with each order,"
            " everything unrecorded is as it stands today. What is as it stands today is no change."
            " At most 1,000 orders (OUT_OF_RANGE); `guerdon simulate` takes any number."
        ),
        extensions=scoped("reports:read"),
    )
