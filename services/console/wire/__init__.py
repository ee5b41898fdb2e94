"""HTTP as the load speaks it: keep-alive, many requests at once, little CPU."""
