"""HTTP to the outside: which addresses may be reached at all, and one careful POST to an address that was checked."""
