"""Pages of returns: what somebody owes, the form filled in, the control room, the journal."""
