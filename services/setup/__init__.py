"""Commands that change the programme: websites, groups, rates, settings."""
