"""Read one case, in codes; and its words, whose reading by the staff is told."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import SealedDataRead
from services.routing.store import REPLY
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import seen
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import case_view
from services.routing.use_cases.words import documents_of, opened


def read_case(work: Work, deps: Deps, call: Call) -> Answer:
    """The case in codes, with its version."""
    held = seen(work, deps, call)
    return Answer(case_view(held.case, deps.county), version=held.version)


def read_replies(work: Work, deps: Deps, call: Call) -> Answer:
    """What the citizen was told; the staff also reads what the units told each other, and that is recorded."""
    held = seen(work, deps, call)
    citizen = call.user is not None and call.user.matter is not None
    found = documents_of(work, held.case)
    told = [opened(deps, where, document) for where, document in found if where == REPLY]
    if citizen:
        return Answer({"number": held.case.number, "replies": told, "remarks": []})
    remarks = [opened(deps, where, document) for where, document in found if where != REPLY]
    read = [name for name, texts in (("replies", told), ("remarks", remarks)) if texts]
    if read:
        tell(work, held.case, SealedDataRead, reader=call.staff().id, fields=tuple(read))
    return Answer({"number": held.case.number, "replies": told, "remarks": remarks})
