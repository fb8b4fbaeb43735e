"""Cart rules and product points."""
