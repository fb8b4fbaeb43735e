"""How every use case runs: caller, transaction, clock, idempotency, audit, pages, amounts."""
