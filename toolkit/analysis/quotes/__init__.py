"""Quotations with their speakers, reporting verbs and kinds of source."""
