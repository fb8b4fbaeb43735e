"""Files of rows: CSV, JSON Lines, and other shops' tables, read line by line."""
