"""Returns: forms as data, what is typed and checked, the way of a return, and its figures in the ledger."""
