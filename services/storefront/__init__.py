"""Storefront: what a signed-in customer or a guest sees and does."""
