"""The dated registers (台账) of matters: which matters stand in which, and what each row says of a matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.contracts.vocabulary import Channel
from services.oversight.domain.docket import Docket
from services.oversight.domain.figured import affair_of, first_rating
from services.oversight.domain.rules import RuleBook

COLUMNS = {
    "number": "编号",
    "came_at": "登记时间",
    "place": "属地",
    "channel": "渠道",
    "purpose": "目的",
    "category": "内容分类",
    "affair": "事项类别",
    "step": "办理环节",
    "urgency": "轻重缓急",
    "tier": "难易",
    "plan": "一案一策",
    "owner": "首接责任单位",
    "accepted_at": "受理时间",
    "light": "时限灯",
    "due": "到期",
    "outcome": "办理结果",
    "lead": "主办单位",
    "concluded_at": "办结时间",
    "receiving": "对受理单位评价",
    "responsible": "对办理单位评价",
    "rated_at": "评价时间",
}
"""Every column by name, as a sheet heads it."""

TOLD = ("number", "came_at", "place", "channel", "purpose", "category", "affair")
HANDLED = (*TOLD, "step", "urgency", "tier", "owner", "accepted_at", "light", "due")
RESULT = ("number", "came_at", "place", "category", "affair", "outcome", "lead", "concluded_at")
RATED = ("number", "came_at", "place", "category", "affair", "lead", "receiving", "responsible", "rated_at")

TRACKED = ("number", "place", "category", "step", "urgency", "tier", "plan", "owner", "light", "due")

AT_THE_DOOR = frozenset({Channel.PATROL, Channel.GRID})
OTHERWISE = frozenset({Channel.LETTER, Channel.PHONE, Channel.SOS, Channel.IMPORT})
TAKEN_ON = frozenset({"matter_accepted", "matter_answered"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """One register: its heading, its columns, and whether a matter stands in it."""

    title: str
    columns: tuple[str, ...]
    holds: Callable[[Docket], bool]


def _told_by(*channels: Channel) -> Callable[[Docket], bool]:
    return lambda docket: docket["channel"] in channels


def _taken_on(docket: Docket) -> bool:
    return any(step["fact"] in TAKEN_ON for step in docket["steps"])


LEDGERS = {
    "told_in_the_room": Ledger("说事室说事台账", TOLD, _told_by(Channel.VISIT)),
    "told_at_the_door": Ledger("上门说事台账", TOLD, _told_by(*AT_THE_DOOR)),
    "told_online": Ledger("线上说事台账", TOLD, _told_by(Channel.WEB)),
    "told_otherwise": Ledger("来信来电等说事台账", TOLD, _told_by(*OTHERWISE)),
    "matters_handled": Ledger("办理事项台账", HANDLED, _taken_on),
    "results": Ledger("办理结果台账", RESULT, lambda docket: docket["conclusion"] is not None),
    "satisfaction": Ledger("群众满意度台账", RATED, lambda docket: first_rating(docket) is not None),
    "matters": Ledger("事项台账", (*TOLD, "step", "owner", "light", "outcome"), lambda _docket: True),
}
"""白关's five, what was told online or otherwise beside them, so that what was told adds up to all matters, and those;
for a village they are its secretary's own."""


def row_of(docket: Docket, rules: RuleBook, columns: tuple[str, ...]) -> dict[str, Any]:
    """One matter's row in codes and instants."""
    conclusion, rated = docket["conclusion"], first_rating(docket)
    accepted = next((step["at"] for step in docket["steps"] if step["fact"] in TAKEN_ON), None)
    known: dict[str, Any] = {
        "number": docket["number"],
        "came_at": docket.get("came_at"),
        "place": docket["place"],
        "channel": docket["channel"],
        "purpose": docket["purpose"],
        "category": docket["category"],
        "urgency": docket["urgency"],
        "tier": docket["tier"],
        "plan": any(step["fact"] == "case_planned" for step in docket["steps"]),
        "affair": affair_of(docket, rules),
        "step": _step(docket, rules),
        "owner": docket["owner"],
        "accepted_at": accepted,
        "light": docket["light"],
        "due": docket["due"],
        "outcome": None if conclusion is None else conclusion["outcome"],
        "lead": None if conclusion is None else conclusion["lead"],
        "concluded_at": None if conclusion is None else conclusion["at"],
        "receiving": None if rated is None else rated["receiving"],
        "responsible": None if rated is None else rated["responsible"],
        "rated_at": None if rated is None else rated["at"],
    }
    return {name: known[name] for name in columns}


def _step(docket: Docket, rules: RuleBook) -> str | None:
    """The last of the county's own steps (说、议、办、督、评) that the matter has come to; None where it names none."""
    facts = {step["fact"] for step in docket["steps"]} | ({"order_issued"} if docket["orders"] else set())
    return next((step.code for step in reversed(rules.county.steps) if step.facts & facts), None)
