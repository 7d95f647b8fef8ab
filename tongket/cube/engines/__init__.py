"""The engines: one outside program each, the same answers to the last digit."""
