"""Who owes what: reporting units and forms are entered here."""
