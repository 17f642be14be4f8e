"""Names, hedges, agency and voices: how each outlet puts it."""
