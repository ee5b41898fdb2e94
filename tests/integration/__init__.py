"""A package, so that what its tests share ends with its last test (fixtures of package scope)."""
