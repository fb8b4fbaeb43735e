"""A whole installation as a file: written from one snapshot, put into an empty database."""
