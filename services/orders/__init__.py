"""Orders: placing, status, cancelling, invoicing, refunding, attaching a customer."""
