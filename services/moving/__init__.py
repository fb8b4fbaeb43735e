"""Moving: balances brought from other systems, and whole installations taken out and put in."""
