"""From bytes to text and rows: encodings, archives, tables."""
