"""What is said to customers, a file per language (R9.4)."""
