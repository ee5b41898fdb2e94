"""Load of generated matters, and where its time goes."""
