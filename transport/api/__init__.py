"""One GraphQL request: who asks, how often, and its execution."""
