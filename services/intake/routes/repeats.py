"""Repeats: what a matter may repeat, and the joining that a person confirms."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import repeats
from services.intake.forms.gives import RequestForm
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import find_candidates, join

COMPARERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER)
"""Who takes in and dispatches: they alone may know that two matters have one petitioner."""
JOINERS = roles(Role.CLERK, Role.DISPATCHER)


class RepeatRoutes(IntakeRoutes):
    """The same people with the same facts."""

    @api(
        "GET",
        "/api/intake/matters/<number>/candidates",
        query=repeats.CandidatesQuery,
        gives=repeats.CandidatesForm,
        may=COMPARERS,
    )
    def find_candidates(self, call: Call) -> dict[str, Any]:
        """Propose what a matter may repeat; nothing is opened for it."""
        return find_candidates.find_candidates(self, call)

    @api(
        "POST",
        "/api/intake/matters/<number>/joinings",
        takes=repeats.JoiningForm,
        gives=RequestForm,
        may=JOINERS,
        status=202,
    )
    def join(self, call: Call) -> Answer:
        """Ask for a repeat to be joined to the matter it repeats."""
        return call.run(join.ask_joining)

    @api(
        "POST",
        "/api/intake/matters/<number>/repeats",
        takes=repeats.RepeatForm,
        gives=repeats.RepeatShownForm,
        may=JOINERS,
        status=201,
    )
    def confirm_repeat(self, call: Call) -> Answer:
        """Confirm that a matter repeats an earlier one, which may be over."""
        return call.run(join.confirm_repeat)
