"""Awards for activities, built in and the shop's own."""
