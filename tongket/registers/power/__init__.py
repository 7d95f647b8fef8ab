"""Power projects: hydropower, wind, solar farms, biomass; each phase with its own capacity and state."""
