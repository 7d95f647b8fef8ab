"""Industrial clusters: land, decisions, occupancy, and the conditions of the decree in force."""
