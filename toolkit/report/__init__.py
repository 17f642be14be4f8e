"""From settings to a reproducible report."""
