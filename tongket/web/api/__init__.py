"""Returns by machine: the one endpoint at which a program hands a return in."""
