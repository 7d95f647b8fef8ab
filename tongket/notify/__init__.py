"""Mail to people: put in with what causes it, sent afterwards."""
