"""At commit: what a transaction writes last, and who is told once it is committed."""
