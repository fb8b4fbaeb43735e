"""Webhooks: endpoints, their secrets, delivery, and its log (R16)."""
