"""The programme as it is in force: settings, rates, groups and websites, read."""
