"""The two databases as tortoise drives them, with every statement noted."""
