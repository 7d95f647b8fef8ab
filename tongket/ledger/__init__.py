"""Figures, append-only, in numbered postings."""
