"""Settlement: an order's points brought to where they should stand, and what was written (R6.3)."""
