"""Books of the reports: what a website owes at an instant, kept closed day by day (R15.1)."""
