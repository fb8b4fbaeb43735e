"""Adobe's view of carts, orders and points."""
