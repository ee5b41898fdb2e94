"""The places' own figures of a period, and the ledgers to take away, on one page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.county import choices
from services.oversight.domain.figure_words import words_of
from services.oversight.domain.figures import ALL
from services.oversight.pages import forms
from services.oversight.pages.desk import TRACKERS, OversightPages
from services.oversight.use_cases import read_figures, read_ledgers

FIGURES, LEDGERS = "/work/oversight/figures", "/api/oversight/ledgers"


class FigurePages(OversightPages):
    """What a leader asks of a period."""

    @page("GET", FIGURES, may=TRACKERS, query=forms.FiguresQuery)
    def show_figures(self, call: PageCall) -> Screen:
        """Every figure that the county can have, and each ledger as a sheet."""
        own = call.staff().place
        call.query |= {"name": ALL, "against": None, "body": None}
        told = read_figures.read_figures(self, call)
        period = urlencode({name: told[name] for name in ("place", "from", "to")})
        sheets = [
            {"title": title, "address": f"{LEDGERS}/{name}.csv?{period}"}
            for name, title in read_ledgers.titles().items()
        ]
        rows: list[dict[str, Any]] = [words_of(name, figure) for name, figure in told["figures"].items()]
        places = choices.places(self.county, own, choices.EVERYWHERE)
        return Screen("period.html", {"told": told, "rows": rows, "sheets": sheets, "places": places})
