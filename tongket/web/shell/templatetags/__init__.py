"""Tags that all templates have."""
