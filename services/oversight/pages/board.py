"""The board: today by channel, what is open by light, the three rates; it stays fresh by itself."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts.vocabulary import Role
from services.oversight.forms.watching import BoardQuery
from services.oversight.pages import forms
from services.oversight.pages.desk import OversightPages
from services.oversight.use_cases import read_board

BOARD = roles(Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER)
PERIODS = {"1": "今天", "7": "近 7 天", "30": "近 30 天", "365": "近一年"}


class BoardPages(OversightPages):
    """A wall's screen, and the same on a telephone."""

    @page("GET", "/board", may=BOARD, query=forms.WholeBoardQuery)
    def show_board(self, call: PageCall) -> Screen:
        """All of it at once."""
        return Screen("board.html", self._board(call) | {"units": call.query["units"]})

    @page("GET", "/work/oversight/parts/board", may=BOARD, query=BoardQuery)
    def show_board_part(self, call: PageCall) -> Screen:
        """Its numbers alone, to be put into the open board."""
        return Screen("board_part.html", self._board(call))

    def _board(self, call: PageCall) -> dict[str, Any]:
        days = call.query["days"]
        return {"board": read_board.read_board(self, call), "days": days, "periods": PERIODS}
