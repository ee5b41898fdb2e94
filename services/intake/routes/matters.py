"""A matter comes in, is read, followed and added to; and what its citizen asks of it."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import gives, repeats, takes
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import ask, attach, contact, follow, list_matters, read_matter, register
from services.intake.use_cases import supplement as supplements
from services.intake.use_cases.guesses import GUESSES

STAFF = roles(
    *(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.GRID_WORKER, Role.MEDIATOR, Role.LEADER, Role.SUPERVISOR),
    Role.DISCIPLINE,
)
LISTERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)


class MatterRoutes(IntakeRoutes):
    """Matters, for citizens and staff."""

    @api("POST", "/api/intake/matters", takes=takes.RegisterForm, gives=gives.RegisteredForm, may=OPEN, status=201)
    def register(self, call: Call) -> Answer:
        """Register a matter."""
        files = attach.inline(self.county, call.body["attachments"])
        answer = call.run(register.register)
        if files:
            attach.attach_to(self, answer.body, call.context(), files)
        return answer

    @api("GET", "/api/intake/matters", query=takes.ListQuery, gives=gives.MattersForm, may=LISTERS)
    def list_matters(self, call: Call) -> dict[str, Any]:
        """List matters, codes only, newest first."""
        return list_matters.list_matters(self, call)

    @api("GET", "/api/intake/matters/<number>", query=takes.ReadQuery, gives=gives.StaffViewForm, may=STAFF)
    def read_matter(self, call: Call) -> Answer:
        """Read one matter; opening sealed words is recorded."""
        return call.run(read_matter.read_matter)

    @api("POST", "/api/intake/follow", takes=takes.FollowForm, gives=gives.CitizenViewForm, may=OPEN, throttle=GUESSES)
    def follow(self, call: Call) -> Answer:
        """Follow a matter by number and query code."""
        return call.run(follow.follow)

    @api(
        "POST",
        "/api/intake/matters/<number>/supplements",
        takes=takes.SupplementForm,
        gives=gives.SupplementedForm,
        may=OPEN,
        status=201,
        throttle=GUESSES,
    )
    def supplement(self, call: Call) -> Answer:
        """Add to the story."""
        return call.run(supplements.supplement)

    @api(
        "POST",
        "/api/intake/matters/<number>/rating",
        takes=takes.RatingForm,
        gives=gives.RequestForm,
        may=OPEN,
        status=202,
        throttle=GUESSES,
    )
    def rate(self, call: Call) -> Answer:
        """Rate the receiving and the responsible unit."""
        return call.run(ask.rate)

    @api(
        "POST",
        "/api/intake/matters/<number>/withdrawal",
        takes=takes.WithdrawalForm,
        gives=gives.RequestForm,
        may=OPEN,
        status=202,
        throttle=GUESSES,
    )
    def withdraw(self, call: Call) -> Answer:
        """Ask for the matter back."""
        return call.run(ask.withdraw)

    @api(
        "POST",
        "/api/intake/matters/<number>/review-requests",
        takes=repeats.ReviewRequestForm,
        gives=gives.RequestForm,
        may=OPEN,
        status=202,
        throttle=GUESSES,
    )
    def ask_review(self, call: Call) -> Answer:
        """Ask for a review of the opinion, or for the second one."""
        return call.run(ask.ask_review)

    @api(
        "POST",
        "/api/intake/matters/<number>/notices",
        takes=takes.NoticesForm,
        gives=gives.NoticesShownForm,
        may=OPEN,
        throttle=GUESSES,
    )
    def choose_notices(self, call: Call) -> Answer:
        """Want notices no more, or again."""
        return call.run(contact.choose_notices)
