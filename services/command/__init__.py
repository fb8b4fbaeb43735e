"""Commands: caller, transaction, clock, idempotency, audit, pages, amounts of every use case."""
