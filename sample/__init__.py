"""The sample shop that `guerdon seed` loads."""
