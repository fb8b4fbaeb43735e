"""Customers: their data, registration, newsletter and mail subscriptions."""
