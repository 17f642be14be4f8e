"""Linguistic units of articles: sentences, voices, tokens, counts."""
