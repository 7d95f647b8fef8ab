"""Sentences from figures, and figures from sentences. Pure."""
