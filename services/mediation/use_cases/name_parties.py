"""Name the parties of a case: who they are lies sealed, that there are so many is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import PartiesNamed
from services.contracts.refusals import Refusal
from services.county.county import County
from services.mediation.domain import case as rules
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_party


def name_parties(work: Work, deps: Deps, call: Call) -> Answer:
    """Add parties, as long as not everybody has consented."""
    held = led(work, deps, call)
    persons = call.body["parties"]
    case = rules.named(held.case, units_of(deps.county, persons))
    for n, person in enumerate(persons, len(held.case.parties) + 1):
        case = keep_party(work, deps, case, n, person)
    tell(work, case, PartiesNamed, parties=len(case.parties))
    return kept(work, held, case)


def units_of(county: County, persons: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """For each party the unit that it is, if it is one. Raises Refusal naming the field."""
    for place, person in enumerate(persons):
        if person["unit"] is not None and not county.units.exists(person["unit"]):
            detail = f"Allowed: {', '.join(county.units.codes())}."
            raise Refusal.of_field(f"parties.{place}.unit", "unknown_department", detail)
    return [person["unit"] for person in persons]
