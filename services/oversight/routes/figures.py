"""The places' own figures, and the ledgers that can be taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.chassis.web.pages.sheet import CSV, disposition_of, lines_of
from services.contracts.vocabulary import Role
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import figures
from services.oversight.use_cases import read_figures, read_ledgers
from services.oversight.use_cases.desk import Signer
from services.oversight.use_cases.kept_rules import RuleShelf

TRACKERS = roles(Role.SUPERVISOR, Role.LEADER, Role.DISCIPLINE)
SHEET = ".csv"


class FigureRoutes(HubService):
    """What a period's counters and dockets say."""

    rules: RuleBook
    shelf: RuleShelf
    signer: Signer
    anchor: Path
    process: str

    @api("GET", "/api/oversight/figures", query=figures.FiguresQuery, gives=figures.FiguresForm, may=TRACKERS)
    def read_figures(self, call: Call) -> dict[str, Any]:
        """Read figures of a place and period."""
        return read_figures.read_figures(self, call)

    @api("GET", "/api/oversight/ledgers", gives=figures.LedgersForm, may=TRACKERS)
    def list_ledgers(self, _call: Call) -> dict[str, Any]:
        """List the ledgers."""
        return {"ledgers": [{"name": name, "title": title} for name, title in read_ledgers.titles().items()]}

    @api("GET", "/api/oversight/ledgers/<name>", query=figures.LedgerQuery, gives=figures.LedgerForm, may=TRACKERS)
    def read_ledger(self, call: Call) -> Answer | dict[str, Any]:
        """Read a ledger; with `.csv` behind its name as a sheet."""
        name = call.path["name"]
        if not name.endswith(SHEET):
            return read_ledgers.read_ledger(self, call, name)
        sheet = read_ledgers.sheet_of(self, call, name.removesuffix(SHEET))
        return Answer({}, headers=(disposition_of(sheet),), lines=lines_of(sheet), lines_type=CSV)
