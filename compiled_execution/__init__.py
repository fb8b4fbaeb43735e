"""Compiled execution: GraphQL operations planned once, and run by graphql-core's own executor.

`Plans` makes a plan of each operation of a validated document; `Plan.execute` answers exactly what
`graphql.execute` would. README.md says how it works and what it leaves to graphql-core.
"""

from compiled_execution.plan import Plan, Plans
from compiled_execution.resolvers import ReadResolver, Resolver
from compiled_execution.strawberry_resolvers import strawberry_resolver

__all__ = ["Plan", "Plans", "ReadResolver", "Resolver", "strawberry_resolver"]
