"""Sentences for people: messages, labels and mail, by language."""
