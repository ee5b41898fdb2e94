"""Who goes on with the duties of a unit that was merged, split or dissolved; the county's rule, in routing's words."""

from __future__ import annotations

from services.county.succession import heir, heirs, inherited

__all__ = ["heir", "heirs", "inherited"]
