"""Bylines, dates, datelines, credits and language: shared by all readers."""
