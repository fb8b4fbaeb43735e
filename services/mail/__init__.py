"""Mail: templates, composing, delivering, warnings and unsubscribing."""
