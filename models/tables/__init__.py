"""Tables: a class for each, by what they are about; their DDL is in models/migrations."""
