"""A report on paper: the page as a Word file or as PDF, from the same sentences, tables and figures."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(__name__, {"export_report": "make"})
