"""Simulation: what a change of the programme would give, on past orders or on one cart (R15.5)."""
