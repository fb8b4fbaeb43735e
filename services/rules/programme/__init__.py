"""Exchange rates, conversion and settings (R1, R2)."""
