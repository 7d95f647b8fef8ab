"""Pages of people: one's own account and keys, who is invited, what they may do, what was done to an account."""
