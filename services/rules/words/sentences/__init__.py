"""Catalogue of sentences for customers, a file per language (R9.4)."""
