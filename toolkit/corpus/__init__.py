"""The articles under study: loading, duplicates, stories."""
