"""Clues on the wire; no metric and no log shows that one was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import figures
from services.oversight.use_cases import handle_clue
from services.oversight.use_cases.desk import Signer
from services.oversight.use_cases.kept_rules import RuleShelf

SIGNERS = roles(Role.SUPERVISOR)
READERS = roles(Role.SUPERVISOR, Role.DISCIPLINE)
DISCIPLINE = roles(Role.DISCIPLINE)
CLUES = "/api/oversight/clues"
CLUE = f"{CLUES}/<id>"


class ClueRoutes(HubService):
    """Suspected inaction and slowness, from the ladder or a person to discipline."""

    rules: RuleBook
    shelf: RuleShelf
    signer: Signer
    anchor: Path
    process: str

    @api("GET", CLUES, query=figures.CluesQuery, gives=figures.CluesForm, may=READERS, counted=False)
    def list_clues(self, call: Call) -> dict[str, Any]:
        """List clues."""
        return handle_clue.list_clues(self, call)

    @api("POST", CLUES, takes=figures.ClueForm, gives=figures.ClueShownForm, may=SIGNERS, status=201, counted=False)
    def file_new_clue(self, call: Call) -> Answer:
        """File a clue."""
        return call.run(handle_clue.file_new)

    @api("POST", f"{CLUE}/filing", takes=figures.FilingForm, gives=figures.ClueShownForm, may=SIGNERS, counted=False)
    def file_clue(self, call: Call) -> Answer:
        """Sign a proposed clue over to discipline."""
        return call.run(handle_clue.file_proposed)

    @api(
        "POST",
        f"{CLUE}/dismissal",
        takes=figures.DismissalForm,
        gives=figures.ClueShownForm,
        may=SIGNERS,
        counted=False,
    )
    def dismiss_clue(self, call: Call) -> Answer:
        """Dismiss a proposed clue."""
        return call.run(handle_clue.dismiss)

    @api(
        "POST", f"{CLUE}/finding", takes=figures.FindingForm, gives=figures.ClueShownForm, may=DISCIPLINE, counted=False
    )
    def decide_clue(self, call: Call) -> Answer:
        """Say what discipline has found."""
        return call.run(handle_clue.decide)
