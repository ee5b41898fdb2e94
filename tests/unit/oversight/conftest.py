"""Oversight without its process: the real store, seal and county; facts are told as its inboxes apply them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema

from services.chassis import keys
from services.chassis.access import User
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store, Work, open_store
from services.chassis.web.acceptance import loader_of
from services.chassis.web.call import Answer
from services.contracts.envelope import Context, Envelope, decode, new_id
from services.contracts.events import intake, leading, notify, routing
from services.contracts.fact import Fact
from services.contracts.topology import INBOXES
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.reader import load
from services.oversight import store as documents
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import watching
from services.oversight.use_cases import (
    keep_record,
    list_clocks,
    read_rates,
    sweep,
    take_accusation,
    take_in,
    wall_matter,
)
from services.oversight.use_cases.desk import Signer
from services.oversight.use_cases.kept_rules import RuleShelf

RECORDED = (
    leading.KindGrouped,
    leading.ImprovementRecorded,
    routing.SealedDataRead,
    *(notify.MessageSent, notify.MessageFailed, notify.MessageUncertain, notify.DeliveryParked),
    *keep_record.OF_GRID_WORK,
)
NUMBER = "300000000001"
MONDAY = "2026-11-23T01:00:00Z"
"""Nine o'clock in the county."""
FINISH = "2026-11-26T15:59:59Z"
CODES: dict[str, Any] = {
    "place": "ns-t01-v04-g1", "channel": "web", "purpose": "appeal", "category": "construction.property",
    "urgency": "livelihood", "tier": None, "contactable": True,
}  # fmt: skip


def staff(*roles: Role, place: str | None = None, department: str | None = None) -> User:
    return User(id="u-00000000000000aa", roles=frozenset(roles), place=place, department=department)


SUPERVISOR = staff(Role.SUPERVISOR)


@pytest.fixture(scope="session")
def ningshan() -> County:
    """The county with every clock of the law."""
    return load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")


@pytest.fixture(scope="session")
def county(ningshan: County) -> County:
    """The county with its own clocks and of the law's only the transfer: few clocks to count."""
    return replace(ningshan, clocks=replace(ningshan.clocks, tracked=("transfer",)))


@dataclass
class StoodClock:
    at: str = MONDAY

    def now(self) -> str:
        return self.at


@dataclass
class Asking:
    """A call as a use case sees it."""

    path: dict[str, str]
    body: dict[str, Any]
    query: dict[str, Any]
    user: User

    def staff(self) -> User:
        return self.user

    def expect(self, version: int) -> None:
        assert version > 0


def fact(named: type[Fact], /, number: str = NUMBER, **said: Any) -> Fact:
    """A fact with the matter's codes, where its kind carries them."""
    codes = {name: value for name, value in CODES.items() if name in named.field_names}
    return named(number=number, **(codes | said))


def envelope_of(told: Fact, at: str, seq: int, actor: str = "machine") -> Envelope:
    return Envelope(
        new_id(), f"/countynet/{told.service}", told.type_name(), at, told.number, "urn:x", told.stream, seq,
        1, None, "r-1", None, actor, told.data(),
    )  # fmt: skip


@dataclass
class Oversight:
    store: Store
    seal: Seal
    county: County
    rules: RuleBook
    shelf: RuleShelf
    clock: StoodClock
    metrics: Metrics
    signer: Signer
    anchor: Path
    path: Path
    process: str = "here:1"
    seqs: Counter[str] = field(default_factory=Counter)

    def hear(self, told: Fact, at: str) -> str:
        """The next fact of its stream arrives; its id."""
        self.seqs[told.stream] += 1
        return self.apply(told, envelope_of(told, at, self.seqs[told.stream]))

    def apply(self, told: Fact, envelope: Envelope) -> str:
        """One fact in one work, with `handled`, as the inbox does it."""
        inbox = next(i.name for i in INBOXES.values() if i.service == "oversight" and told.exchange in i.exchanges)
        self.store.run(Context(envelope.actor, envelope.time, "r-1", envelope.id), self._apply, told, envelope, inbox)
        return envelope.id

    def _apply(self, work: Work, told: Any, envelope: Envelope, inbox: str) -> None:
        desk: Any = self
        handler: dict[type[Fact], Callable[..., None]] = {
            routing.MatterWalled: wall_matter.wall_matter,
            intake.AccusationRegistered: take_accusation.take_accusation,
            intake.AccusationSupplemented: take_accusation.take_supplement,
            intake.AccusationRead: take_accusation.take_reading,
            **{one: keep_record.keep_record for one in RECORDED},
        }
        handler.get(type(told), take_in.take_in)(work, desk, told, envelope)
        work.handled(inbox, envelope)

    def sweep_until(self, at: str) -> None:
        """Step the clock from one due instant to the next, as replay does, and stop at `at`."""
        desk: Any = self
        while (due := sweep.next_due(desk)) is not None and due <= at:
            self.clock.at = due
            sweep.sweep(desk, due)
        self.clock.at = at

    def registered(self, at: str = MONDAY, **said: Any) -> str:
        about = {"received_at": at, "owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
        return self.hear(fact(intake.MatterRegistered, **(about | said)), at)

    def whistled(self, at: str, by: str, assists: tuple[str, ...] = (), **said: Any) -> str:
        told = fact(
            routing.WhistleBlown, whistle=f"{NUMBER}-w1", kind="ordinary", lead="ns-housing", assists=assists,
            check_in_by=by, finish_by=said.pop("finish_by", FINISH), county_version="abc", **said,
        )  # fmt: skip
        return self.hear(told, at)

    def checked_in(self, at: str, by: str, department: str = "ns-housing") -> str:
        told = fact(
            routing.DepartmentCheckedIn, whistle=f"{NUMBER}-w1", kind="ordinary", department=department,
            check_in_by=by, late=at > by,
        )  # fmt: skip
        return self.hear(told, at)

    def concluded(self, at: str, outcome: str = "solved") -> str:
        return self.hear(fact(routing.MatterConcluded, outcome=outcome, lead="ns-housing", round=1), at)

    def docket(self, number: str = NUMBER) -> dict[str, Any]:
        found = self.store.get(documents.DOCKET.name, number)
        assert found is not None
        return found.body

    def running(self) -> dict[str, str]:
        """The lights of the matter's running clocks."""
        clocks = self.docket()["clocks"]
        return {c["clock"]: c["light"] for c in clocks.values() if c["ended"] is None}

    def told(self) -> list[str]:
        """What oversight has told so far, in order."""
        return [row.type.split(".")[2] for row in self.store.journal()]

    def last(self) -> Envelope:
        return decode(self.store.journal()[-1].body)

    def orders(self) -> dict[str, str]:
        """The state of each order by its kind."""
        return {o.body["kind"]: o.body["state"] for o in self.store.find(documents.ORDER.name).documents}

    def ask(
        self, use_case: Callable[..., Any], form: type[Schema], body: Any, user: User, **path: str
    ) -> dict[str, Any]:
        """A command with its form, in one work."""
        call = Asking(path, loader_of(form)(body), {}, user)
        answer = self.store.run(Context(user.id, self.clock.now(), "r-2"), use_case, self, call)
        return Answer.of(answer).body

    def read(
        self, use_case: Callable[..., dict[str, Any]], form: type[Schema], user: User = SUPERVISOR, /, **query: Any
    ) -> dict[str, Any]:
        """A list or a view with its query; `number_` is the path's."""
        path = {"number": query.pop("number_")} if "number_" in query else {}
        return use_case(self, Asking(path, {}, loader_of(form)(query), user))

    def clocks(self, user: User = SUPERVISOR, **query: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.read(list_clocks.list_clocks, watching.ClocksQuery, user, **query)["clocks"]
        return rows

    def rates(self, by: str, user: User = SUPERVISOR, first: str = "2026-11-01", last: str = "2026-12-31") -> Any:
        return self.read(read_rates.read_rates, watching.RatesQuery, user, **{"by": by, "from": first, "to": last})


@pytest.fixture(scope="session")
def seal_keys() -> str:
    return json.dumps(keys.new_seal_keys())


@pytest.fixture
def oversight(tmp_path: Path, county: County, seal_keys: str) -> Iterator[Oversight]:
    path = tmp_path / "oversight.db"
    store = open_store(f"sqlite:///{path}", documents.COLLECTIONS, "oversight")
    kid, _, private = keys.read_pair(json.dumps(keys.new_signing_keys("a1")), "AUDIT_KEYS")
    assert private is not None
    shelf = RuleShelf(store)
    yield Oversight(
        store, Seal.from_setting(seal_keys), county, RuleBook(county, shelf), shelf, StoodClock(), Metrics("oversight"),
        Signer(kid, private), tmp_path / "anchor" / "heads.jsonl", path,
    )  # fmt: skip
    store.close()
