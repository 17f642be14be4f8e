"""What databases and services hand out: one module a format family, recognised by its marks."""
