"""Rows read and written by statements of our own, where the ORM would be slow or has no words."""
