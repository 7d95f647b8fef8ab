"""What was found in a text, shown: on a terminal, as JSON, as a page, as comments in a copy of the Word file."""
