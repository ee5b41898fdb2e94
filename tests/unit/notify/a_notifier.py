"""Notify without its process: the real store, key and county; facts are told as its inbox applies them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from services.chassis import keys
from services.chassis.access import User
from services.chassis.boxes import BoxOpener, read_opener, read_sealer
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store, Work, open_store
from services.chassis.web.acceptance import loader_of
from services.chassis.web.answer import Answer
from services.contracts.envelope import Context, Envelope, decode, new_id
from services.contracts.events import intake, oversight, routing
from services.contracts.fact import Fact
from services.contracts.vocabulary import MessageChannel, Role
from services.county.county import County
from services.county.notify import Address
from services.county.reader import load
from services.notify import store as documents
from services.notify.domain.book import Book
from services.notify.domain.wording import Wording
from services.notify.forms.messages import MessagesQuery
from services.notify.use_cases import (
    message_desk,
    message_send,
    notice_forget,
    notice_sweep,
    notice_take_in,
    walled,
)
from services.notify.use_cases.carrier import Carrier

NUMBER = "300000000001"
NOON = "2026-11-24T04:00:00Z"
"""Twelve o'clock in the county."""
PHONE, EMAIL = "13800138000", "li@citizens.example"
LEAD, ASSIST = "ns-city", "ns-water"
PAIR = keys.new_box_keys("c1")
SEALER = read_sealer(json.dumps(keys.public_half(PAIR)), "CONTACT_KEYS")
NINGSHAN = load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")
SEAL_KEYS = json.dumps(keys.new_seal_keys())
CODES: dict[str, Any] = {
    "place": "ns-t01-v04-g1", "channel": "web", "purpose": "appeal", "category": "construction.municipal",
    "urgency": "livelihood", "tier": None, "contactable": True,
}  # fmt: skip


@dataclass
class StoodClock:
    at: str = NOON

    def now(self) -> str:
        return self.at


@dataclass
class Asking:
    path: dict[str, str]
    body: dict[str, Any]
    query: dict[str, Any]
    user: User

    def staff(self) -> User:
        return self.user

    def expect(self, version: int) -> None:
        assert version > 0


def staff(*roles: Role, place: str | None = None, department: str | None = None) -> User:
    return User(id="u-00000000000000aa", roles=frozenset(roles), place=place, department=department)


def fact(named: type[Fact], /, number: str = NUMBER, **said: Any) -> Fact:
    """A fact with the matter's codes, where its kind carries them."""
    codes = {name: value for name, value in CODES.items() if name in named.field_names}
    return named(number=number, **(codes | said))


@dataclass
class Notifier:
    store: Store
    clock: StoodClock
    seal: Seal
    county: County
    metrics: Metrics
    book: Book
    wording: Wording
    contacts: BoxOpener
    carriers: Mapping[MessageChannel, Carrier]
    path: Path
    process: str = "here:1"
    seqs: Counter[str] = field(default_factory=Counter)

    def hear(self, told: Fact, at: str | None = None, actor: str = "machine") -> None:
        """The next fact of its stream arrives."""
        self.seqs[told.stream] += 1
        at = at or self.clock.at
        envelope = Envelope(
            new_id(), f"/countynet/{told.service}", told.type_name(), at, told.number, "urn:x", told.stream,
            self.seqs[told.stream], 1, None, "r-1", None, actor, told.data(),
        )  # fmt: skip
        self.store.run(Context("machine", at, "r-1", envelope.id), self._apply, told, envelope)

    def _apply(self, work: Work, told: Any, envelope: Envelope) -> None:
        desk: Any = self
        if isinstance(told, routing.MatterWalled):
            walled.wall_off(work, desk, told.number)
            notice_forget.forget_notices(work, told.number)
        elif isinstance(told, intake.ContactGiven):
            notice_take_in.take_contact(work, desk, told, envelope)
        else:
            notice_take_in.take_in(work, desk, told, envelope)
        work.handled("notify", envelope)

    def registered(self, number: str = NUMBER, *, at: str | None = None, **said: Any) -> None:
        about = {"received_at": NOON, "owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
        self.hear(fact(intake.MatterRegistered, number, **(about | said)), at)

    def given(self, *people: dict[str, str], number: str = NUMBER, wanted: bool = True) -> None:
        box = SEALER.seal({"petitioners": list(people), "language": "zh"})
        self.hear(intake.ContactGiven(number=number, key=SEALER.kid, sealed=box, wanted=wanted))

    def whistled(self, at: str | None = None, assists: tuple[str, ...] = (), n: int = 1, **said: Any) -> None:
        told = fact(
            routing.WhistleBlown, whistle=f"{NUMBER}-w{n}", kind="ordinary", lead=LEAD, assists=assists,
            check_in_by="2026-11-24T08:00:00Z", finish_by="2026-11-27T15:59:59Z", county_version="abc", **said,
        )  # fmt: skip
        self.hear(told, at)

    def accepted(self, at: str | None = None, **said: Any) -> None:
        self.hear(fact(routing.MatterAccepted, owner="ns-t01-unit", **said), at)

    def warned(self, clock: str = "handling", unit: str = LEAD, at: str | None = None) -> None:
        told = fact(
            oversight.ClockWarned, clock=clock, clock_id=f"{NUMBER}-w1-{clock}-{unit}", unit=unit,
            due="2026-11-27T15:59:59Z", whistle=f"{NUMBER}-w1",
        )  # fmt: skip
        self.hear(told, at)

    def sweep(self, at: str | None = None) -> None:
        """The clock goes on, and what is due becomes messages."""
        desk: Any = self
        self.clock.at = at or self.clock.at
        notice_sweep.sweep(desk, self.clock.at)

    def send(self, channel: MessageChannel = MessageChannel.SMS) -> int:
        desk: Any = self
        return message_send.send_round(desk, channel)

    def next_due(self) -> str | None:
        desk: Any = self
        return notice_sweep.next_due(desk)

    def messages(self, **equals: Any) -> list[dict[str, Any]]:
        """All messages in the order they were made."""
        found = [{"id": d.id, **d.body} for d in self.store.find(documents.MESSAGE, limit=500).documents]
        found.sort(key=lambda body: (len(body["id"]), body["id"]))
        return [body for body in found if all(body[name] == value for name, value in equals.items())]

    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and data of every fact that notify told."""
        return [(row.type.split(".")[2], decode(row.body).data) for row in self.store.journal()]

    def listed(self, user: User, **query: Any) -> list[dict[str, Any]]:
        desk: Any = self
        asking: Any = Asking({}, {}, loader_of(MessagesQuery)(query), user)
        rows: list[dict[str, Any]] = message_desk.list_messages(desk, asking)["messages"]
        return rows

    def ask(self, use_case: Callable[..., Any], id: str, user: User) -> dict[str, Any]:
        call = Asking({"id": id}, {}, {}, user)
        return Answer.of(self.store.run(Context(user.id, self.clock.at, "r-2"), use_case, self, call)).body

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.path.parent.glob(self.path.name + "*"))


def open_notifier(
    folder: Path,
    carriers: Mapping[MessageChannel, Carrier],
    *,
    units: Mapping[str, Address] | None = None,
    process: str = "here:1",
) -> Notifier:
    county = replace(NINGSHAN, notify=replace(NINGSHAN.notify, units=units or {}))
    path = folder / "notify.db"
    return Notifier(
        open_store(f"sqlite:///{path}", documents.COLLECTIONS, "notify"), StoodClock(), Seal.from_setting(SEAL_KEYS),
        county, Metrics("notify"), Book(county, frozenset(carriers)), Wording(county),
        read_opener(json.dumps(PAIR), "CONTACT_KEYS"), carriers, path, process,
    )  # fmt: skip
