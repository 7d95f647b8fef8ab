"""The document of a period: a pure tree, and one writer for each outside format."""
