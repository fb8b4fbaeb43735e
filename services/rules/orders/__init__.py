"""Orders: the points they took and granted, cancellations and refunds (R6)."""
