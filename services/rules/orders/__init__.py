"""What an order has taken and granted, cancelled and refunded (R6)."""
