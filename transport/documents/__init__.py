"""GraphQL documents: parsed, validated, bounded, persisted, trusted."""
