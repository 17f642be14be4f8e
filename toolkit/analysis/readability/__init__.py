"""How hard the articles are to read, and why."""
