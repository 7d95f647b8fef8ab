"""Pages of the registers: the same for every register there is."""
