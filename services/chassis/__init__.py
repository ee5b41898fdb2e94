"""How a service runs: its one door to nameko, the store, the bus and the web; no word of the county's work in here."""
