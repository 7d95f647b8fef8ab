"""What all registers have in common: dated events, versions, checks, import, undo, totals."""
