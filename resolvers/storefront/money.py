"""Money fields."""

from decimal import Decimal

import strawberry

from services.rules.basics.money import Money


def currency(root: strawberry.Parent[Money]) -> str:
    return root.currency


def value(root: strawberry.Parent[Money]) -> Decimal:
    """Return the amount; GraphQL's Float makes the number of it."""
    return root.amount
