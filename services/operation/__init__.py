"""Background jobs, the worker, readiness and figures for operators."""
