"""Reports for people who answer for money: liability, activity, journal, what-if (R15)."""
