"""Intake without its process: the real store, seal and county; use cases called as the service calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import Schema

from services.chassis.access import User
from services.chassis.boxes import BoxSealer
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import JournalRow, Store, Work
from services.chassis.tokens import Tokens
from services.chassis.web.acceptance import loader_of
from services.chassis.web.answer import Answer
from services.contracts.envelope import Context, Envelope, decode, new_id
from services.contracts.events.matter import MatterFact
from services.contracts.events.mediation import MediationFact
from services.contracts.events.oversight import AccusationAnswered, AccusationReceived
from services.contracts.events.review import MatterJoined
from services.contracts.events.routing import MatterWalled
from services.contracts.fact import Fact
from services.contracts.vocabulary import Role
from services.county.county import County
from services.intake import store as documents
from services.intake.forms import takes
from services.intake.use_cases import ask, follow, list_matters, read_matter, register, supplement
from services.intake.use_cases.follow_fact import follow_accusation, follow_fact, follow_joining, follow_mediation
from services.intake.use_cases.wall_off import wall_off

NOON = "2026-11-22T04:00:00Z"
NAME, PHONE, ID_NUMBER = "欧阳测试人", "13800138000", "11010519491231002X"
TITLE, TEXT = "村口修路的暗号标题", "村口的路坏了三年,暗号正文只在这里出现。"
PLANTED = (NAME, PHONE, ID_NUMBER, TITLE, TEXT, "暗号")
VILLAGE, SECTION, GRID = "ns-t01-v04", "ns-t01-v04-s1", "ns-t01-v04-g1"


@dataclass
class StoodClock:
    """A clock that stands where a test puts it."""

    at: str = NOON

    def now(self) -> str:
        return self.at


@dataclass
class Asking:
    path: dict[str, str]
    body: dict[str, Any]
    query: dict[str, Any]
    user: User | None


def staff(*roles: Role, place: str | None = None, department: str | None = None) -> User:
    return User(id="u-00000000000000aa", roles=frozenset(roles), place=place, department=department)


CLERK = staff(Role.CLERK, department="ns-petition")
DISCIPLINE = staff(Role.DISCIPLINE, department="ns-discipline")


def petition(**changes: Any) -> dict[str, Any]:
    """A petition by the web as a citizen sends it."""
    sent: dict[str, Any] = {
        "channel": "web",
        "purpose": "appeal",
        "title": TITLE,
        "text": TEXT,
        "place": VILLAGE,
        "petitioners": [{"name": NAME, "phone": PHONE, "id_number": ID_NUMBER}],
    }
    return {name: value for name, value in (sent | changes).items() if value is not ...}


@dataclass
class Intake:
    store: Store
    seal: Seal
    county: County
    clock: StoodClock
    tokens: Tokens
    metrics: Metrics
    path: Path
    contacts: BoxSealer
    seqs: Counter[str] = field(default_factory=Counter)

    def ask(
        self, use_case: Callable[..., Any], form: type[Schema] | None, body: Any = None, *, user: User | None = None,
        number: str | None = None, query: dict[str, Any] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        path = {} if number is None else {"number": number}
        loaded = {} if form is None else loader_of(form)(body)
        call = Asking(path, loaded, query or {}, user)
        context = Context("citizen" if user is None else user.id, self.clock.now(), "r-1")
        answer: dict[str, Any] = Answer.of(self.store.run(context, use_case, self, call)).body
        return answer

    def register(self, user: User | None = None, **changes: Any) -> dict[str, Any]:
        return self.ask(register.register, takes.RegisterForm, petition(**changes), user=user)

    def follow(self, told: dict[str, Any], query_code: str | None = None) -> dict[str, Any]:
        body = {"number": told["number"], "query_code": query_code or told["query_code"]}
        return self.ask(follow.follow, takes.FollowForm, body)

    def read(self, number: str, user: User, fields: str = "all") -> dict[str, Any]:
        return self.ask(read_matter.read_matter, None, user=user, number=number, query={"fields_": fields})

    def supplement(
        self, number: str, text: str = "补充一句暗号", *, query_code: str | None = None, user: User | None = None
    ) -> dict[str, Any]:
        body = {"query_code": query_code, "text": text}
        return self.ask(supplement.supplement, takes.SupplementForm, body, user=user, number=number)

    def rate(self, told: dict[str, Any], responsible: str = "satisfied", **more: Any) -> dict[str, Any]:
        body = {"query_code": told["query_code"], "receiving": "satisfied", "responsible": responsible, **more}
        return self.ask(ask.rate, takes.RatingForm, body, number=told["number"])

    def withdraw(self, told: dict[str, Any], **more: Any) -> dict[str, Any]:
        body = {"query_code": told["query_code"], **more}
        return self.ask(ask.withdraw, takes.WithdrawalForm, body, number=told["number"])

    def list(self, user: User = CLERK, **query: Any) -> dict[str, Any]:
        loaded = takes.ListQuery().load(query)
        return list_matters.list_matters(self, Asking({}, {}, loaded, user))  # type: ignore[arg-type]

    def numbers(self, user: User = CLERK, **query: Any) -> list[str]:
        return [row["number"] for row in self.list(user, **query)["matters"]]

    def tell(self, fact: Fact, time: str | None = None) -> str:
        """Let a sibling's fact arrive, as the inbox applies it: effect and `handled` in one work; its id."""
        self.seqs[fact.stream] += 1
        at, seq = time or self.clock.now(), self.seqs[fact.stream]
        envelope = Envelope(
            new_id(), f"/countynet/{fact.service}", fact.type_name(), at, fact.number, "urn:x", fact.stream, seq,
            1, None, "r-2", None, "machine", fact.data(),
        )  # fmt: skip
        context = Context("machine", at, envelope.correlationid, envelope.id)
        self.store.run(context, self._apply, fact, envelope)
        return envelope.id

    def _apply(self, work: Work, fact: Fact, envelope: Envelope) -> None:
        work.handled("intake", envelope)
        deps: Any = self
        if isinstance(fact, MatterWalled):
            wall_off(work, deps, fact, envelope)
        elif isinstance(fact, AccusationReceived | AccusationAnswered):
            follow_accusation(work, deps, fact, envelope)
        elif isinstance(fact, MatterJoined):
            follow_joining(work, deps, fact, envelope)
        elif isinstance(fact, MediationFact):
            follow_mediation(work, deps, fact, envelope)
        else:
            assert isinstance(fact, MatterFact)
            follow_fact(work, deps, fact, envelope)

    def picture(self, number: str, collection: str = documents.MATTER) -> dict[str, Any] | None:
        document = self.store.get(collection, number)
        return None if document is None else document.body

    def facts(self, exchange: str | None = None) -> list[JournalRow]:
        """The journal of one exchange, or of all but how citizens are reached (see `test_contacts`)."""
        rows = self.store.journal(exchange=exchange)
        return rows if exchange is not None else [row for row in rows if not row.stream.startswith("contact/")]

    def names(self, exchange: str | None = None) -> list[str]:
        return [row.type.split(".")[2] for row in self.facts(exchange)]

    def last(self) -> Envelope:
        return decode(self.facts()[-1].body)

    def bytes_on_disk(self) -> bytes:
        """Everything that the store keeps, journal and write-ahead log with it."""
        kept = self.path.parent.rglob("*")
        return b"".join(path.read_bytes() for path in kept if path.is_file())
