"""Sentences from figures: verbs that are true, every ratio with its base named, no number typed in."""
