"""The pure domain: values in, values out, no database, no clock, no network."""
