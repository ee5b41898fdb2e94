"""Cards on the wire: those of the villages for everybody, petition cards from a citizen's hand."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import cards, villages
from services.intake.forms.gives import RegisteredForm
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import petition_cards, qr, village_card

RECEIVERS = roles(Role.CLERK, Role.GRID_WORKER)


class CardRoutes(IntakeRoutes):
    """Cards of the villages."""

    @api("GET", "/api/intake/villages", gives=villages.VillagesForm, may=OPEN)
    def list_villages(self, _: Call) -> dict[str, Any]:
        """List every village and community."""
        return village_card.listed(self.county)

    @api("GET", "/api/intake/villages/<place>", gives=villages.VillageForm, may=OPEN)
    def read_village(self, call: Call) -> dict[str, Any]:
        """Read a village's card: posts, services, who receives, its page and QR code."""
        card = village_card.card(self.county, call.path["place"], self.clock.now())
        return card | {"qr": str(qr.picture_of(qr.address_of(call, card["page"])))}

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
