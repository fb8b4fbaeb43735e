"""Tokens: who signed them, whom they speak for, which keys a provider has."""
