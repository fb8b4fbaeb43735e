"""Pages of lists: after a cursor, or counted from 1."""
