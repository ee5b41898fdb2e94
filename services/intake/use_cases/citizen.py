"""Who holds number and query code is the citizen of a matter; a wrong pair and an unknown number look the same."""

from __future__ import annotations

import hmac

from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import numbers
from services.intake.store import Found, Reads
from services.intake.use_cases.deps import Deps

UNKNOWN = "matter with this query code"


def opened_by(reads: Reads, deps: Deps, number: str, query_code: str) -> Found:
    """The matter that number and query code open. Raises Refusal `not_found` (404) for any other pair."""
    found = store.find_matter(reads, number)
    plain = numbers.plain_query_code(query_code)
    given = deps.seal.blind("query_code", f"{number}/{plain}")
    kept = None if found is None else found.picture["code"]
    if found is None or plain is None or kept is None or not hmac.compare_digest(given, kept):
        raise Refusal.not_found(UNKNOWN)
    return found
