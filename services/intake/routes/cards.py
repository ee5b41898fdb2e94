"""Petition cards: taken from a citizen's hand."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import cards
from services.intake.forms.gives import RegisteredForm
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import petition_cards

RECEIVERS = roles(Role.CLERK, Role.GRID_WORKER)


class CardRoutes(IntakeRoutes):
    """Cards of the villages."""

    @api(
        "POST",
        "/api/intake/petition-cards",
        takes=cards.PetitionCardForm,
        gives=RegisteredForm,
        may=RECEIVERS,
        status=201,
    )
    def take_card(self, call: Call) -> Answer:
        """Take a citizen's petition card; who receives it becomes the agent."""
        return call.run(petition_cards.take_card)
