"""The outbox of events: written in the transaction of what they tell of (R16.1)."""
