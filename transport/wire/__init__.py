"""Requests, responses and refusals of GraphQL over HTTP."""
