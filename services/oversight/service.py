"""Oversight on the wire: every route, every fact and every sweep, a line or two each."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any, TypeVar

from services.chassis.access import roles
from services.chassis.keys import read_pair
from services.chassis.service import api, every, handles
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Envelope
from services.contracts.events import intake, leading, notify, routing
from services.contracts.events.matter import MatterFact
from services.contracts.fact import Fact
from services.contracts.vocabulary import Role
from services.oversight import store
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import watching
from services.oversight.pages.answer import AnswerPages
from services.oversight.pages.board import BOARD, BoardPages
from services.oversight.pages.clock import WORDS, ClockPages
from services.oversight.pages.desk import WATCHERS
from services.oversight.pages.figures import FigurePages
from services.oversight.pages.lights import LightPages
from services.oversight.routes.clocks import ClockRoutes
from services.oversight.routes.clues import ClueRoutes
from services.oversight.routes.figures import FigureRoutes
from services.oversight.routes.orders import OrderRoutes
from services.oversight.use_cases import (
    anchor_heads,
    answer_accusation,
    keep_record,
    kept_rules,
    list_clocks,
    read_audit,
    read_board,
    read_rates,
    seal_blocks,
    sweep,
    take_accusation,
    take_in,
    tell_monitoring,
    wall_matter,
)
from services.oversight.use_cases.desk import Signer

Method = TypeVar("Method", bound=Callable[..., Any])

RATERS = roles(Role.SUPERVISOR, Role.LEADER)
AUDITORS = roles(Role.SUPERVISOR, Role.OPERATOR)
DISCIPLINE = roles(Role.DISCIPLINE)
DISCIPLINE_AND_ACCUSER = roles(Role.DISCIPLINE, follow=True)


def handles_each(facts: tuple[type[Fact], ...]) -> Callable[[Method], Method]:
    """Let one method apply several facts."""

    def declare(fn: Method) -> Method:
        for fact in facts:
            handles(fact)(fn)
        return fn

    return declare


class Pages(LightPages, BoardPages, AnswerPages, FigurePages, ClockPages):
    """Everything that people see."""


class OversightService(Pages, FigureRoutes, ClockRoutes, ClueRoutes, OrderRoutes):
    """Watches the clocks of every matter, counts how it went, and keeps the record."""

    name = "oversight"
    words = WORDS
    collections = store.COLLECTIONS
    needs = ("AUDIT_KEYS", "AUDIT_ANCHOR")

    def on_start(self) -> None:
        """Lay out the county's rules, read the audit key, let the lights be read."""
        kid, _, private = read_pair(self.settings.audit_keys or "", "AUDIT_KEYS")
        if private is None or self.settings.audit_anchor is None:
            raise ValueError("AUDIT_KEYS: oversight signs; allowed is a key file with `private`")
        self.shelf = kept_rules.RuleShelf(self.store)
        self.rules = RuleBook(self.county, self.shelf, self.county_of)
        self.signer = Signer(kid, private)
        self.anchor = self.settings.audit_anchor
        self.process = f"{socket.gethostname()}:{os.getpid()}"
        tell_monitoring.watch(self)

    def on_county(self) -> None:
        """New clocks start by the new rules; those that run keep theirs."""
        self.rules = RuleBook(self.county, self.shelf, self.county_of)
        tell_monitoring.watch_clocks(self)

    def is_behind_wall(self, number: str) -> bool:
        """An accusation has a row of its own here, whichever way it became one."""
        return self.store.get(store.ACCUSATION.name, number) is not None

    @every(1.0, alone=True)
    def sweep(self) -> None:
        """Warn, breach and propose what has become due."""
        sweep.sweep(self, self.clock.now())

    @every(0.25, alone=True)
    def seal_record(self) -> None:
        """Put what waits into signed blocks."""
        seal_blocks.seal_blocks(self)

    @every(30.0, alone=True)
    def anchor_record(self) -> None:
        """Anchor what a crash or a full disk kept from the file, also while nothing new is sealed."""
        anchor_heads.anchor_heads(self)

    def on_clock(self, now: str) -> None:
        """Do all that the virtual clock has made due."""
        sweep.sweep(self, now)

    def next_due(self) -> str | None:
        """The next warning, breach or step of the ladder."""
        return sweep.next_due(self)

    @api("GET", "/api/oversight/clocks", query=watching.ClocksQuery, gives=watching.ClocksForm, may=WATCHERS)
    def list_clocks(self, call: Call) -> dict[str, Any]:
        """List running clocks, what ends first first."""
        return list_clocks.list_clocks(self, call)

    @api("GET", "/api/oversight/dockets/<number>", gives=watching.DocketForm, may=WATCHERS)
    def show_docket(self, call: Call) -> dict[str, Any]:
        """Show one matter's clocks and fact ids."""
        return list_clocks.show_docket(self, call)

    @api("GET", "/api/oversight/rates", query=watching.RatesQuery, gives=watching.RatesForm, may=RATERS)
    def read_rates(self, call: Call) -> dict[str, Any]:
        """Read response, solution and satisfaction of a period."""
        return read_rates.read_rates(self, call)

    @api("GET", "/api/oversight/board", query=watching.BoardQuery, gives=watching.BoardForm, may=BOARD)
    def read_board(self, call: Call) -> dict[str, Any]:
        """Read what the board shows."""
        return read_board.read_board(self, call)

    @api("GET", "/api/oversight/audit", query=watching.AuditQuery, gives=watching.AuditForm, may=AUDITORS)
    def read_audit(self, call: Call) -> dict[str, Any]:
        """Read blocks of the county's chain."""
        return read_audit.read_audit(self, call)

    @api("GET", "/api/oversight/audit/export", may=AUDITORS)
    def export_audit(self, call: Call) -> Answer:
        """Export the county's chain as JSON lines: the public key, then a block a line."""
        return read_audit.export_audit(self, call)

    @api(
        "GET",
        "/api/oversight/accusations",
        query=watching.AccusationsQuery,
        gives=watching.AccusationsForm,
        may=DISCIPLINE,
        counted=False,
    )
    def list_accusations(self, call: Call) -> dict[str, Any]:
        """List the accusations meant for the reader's own unit."""
        return answer_accusation.list_accusations(self, call)

    @api(
        "GET",
        "/api/oversight/accusations/audit",
        query=watching.AuditQuery,
        gives=watching.AuditForm,
        may=DISCIPLINE,
        counted=False,
    )
    def read_walled_audit(self, call: Call) -> dict[str, Any]:
        """Read blocks of the reader's own chain behind the wall."""
        return read_audit.read_walled_audit(self, call)

    @api(
        "POST",
        "/api/oversight/accusations/<number>/receipt",
        gives=watching.AccusationForm,
        may=DISCIPLINE,
        counted=False,
    )
    def receive_accusation(self, call: Call) -> Answer:
        """Take an accusation on."""
        return call.run(answer_accusation.receive)

    @api(
        "POST",
        "/api/oversight/accusations/<number>/answer",
        takes=watching.AnswerForm,
        gives=watching.AccusationForm,
        may=DISCIPLINE,
        counted=False,
    )
    def answer_accusation(self, call: Call) -> Answer:
        """Answer an accusation."""
        return call.run(answer_accusation.answer)

    @api(
        "GET",
        "/api/oversight/accusations/<number>/answer",
        gives=watching.AccusationAnswerForm,
        may=DISCIPLINE_AND_ACCUSER,
        counted=False,
    )
    def read_answer(self, call: Call) -> Answer:
        """Read the answer to an accusation."""
        return call.run(answer_accusation.read_answer)

    @handles(intake.AccusationRegistered)
    def take_accusation(self, work: Work, fact: intake.AccusationRegistered, envelope: Envelope) -> None:
        """An accusation, by the discipline inbox."""
        take_accusation.take_accusation(work, self, fact, envelope)

    @handles(intake.AccusationSupplemented)
    def take_supplement(self, work: Work, fact: intake.AccusationSupplemented, envelope: Envelope) -> None:
        """More of an accusation."""
        take_accusation.take_supplement(work, self, fact, envelope)

    @handles(intake.AccusationRead)
    def take_reading(self, work: Work, fact: intake.AccusationRead, envelope: Envelope) -> None:
        """Sealed fields of an accusation were read."""
        take_accusation.take_reading(work, self, fact, envelope)

    @handles(routing.MatterWalled)
    def wall_matter(self, work: Work, fact: routing.MatterWalled, envelope: Envelope) -> None:
        """A matter turned out to be an accusation."""
        wall_matter.wall_matter(work, self, fact, envelope)

    @handles(routing.SealedDataRead)
    @handles(leading.KindGrouped)
    @handles(leading.ImprovementRecorded)
    @handles(notify.MessageSent)
    @handles(notify.MessageFailed)
    @handles(notify.MessageUncertain)
    @handles(notify.DeliveryParked)
    @handles_each(keep_record.OF_GRID_WORK)
    def keep_record(self, work: Work, fact: Fact, envelope: Envelope) -> None:
        """Words read at routing, improvements, grid work, notices and deliveries: the record alone."""
        keep_record.keep_record(work, self, fact, envelope)

    @handles_each(take_in.TAKEN_IN)
    def take_in(self, work: Work, fact: MatterFact, envelope: Envelope) -> None:
        """Any other fact of a matter: its clocks, its counters, its record."""
        take_in.take_in(work, self, fact, envelope)
