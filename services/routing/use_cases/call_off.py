"""A matter is over by a word that waits for no meeting: who was called to a conference, or to a hearing, hears so."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.events.leading import ConferenceCalledOff
from services.contracts.vocabulary import Status
from services.routing.domain.case import Case
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.tell import tell
from services.routing.use_cases.words import keep_remark, keep_reply

WHY = {
    Status.WITHDRAWN: "信访人已撤回",
    Status.JOINED: "已并入先前的事项一并办理",
    Status.CONCLUDED: "经调解达成协议，事项已办结",
    Status.REVIEWING: "信访人已申请复查，原办理结束",
    Status.DECLINED: "事项不予受理",
    Status.REFERRED: "事项已转送",
}
"""Why nobody meets any more, by what the matter has come to."""


def called_off(work: Work, deps: Deps, before: Case, after: Case) -> Case:
    """Tell what the end of the handling has called off, ahead of the fact of the end itself: a conference's members by
    a fact, with the reason sealed; the citizen by a reply that the hearing of which he or she was told is not held."""
    case = after
    for was, now in zip(before.leading.conferences, after.leading.conferences, strict=True):
        if was.open and not now.open:
            said, about = f"{WHY[Status(after.status)]}，联席会议不再召开。", f"{case.number}-c{now.n}"
            case = keep_remark(work, deps, case, "conference", None, said, about)
            tell(work, case, ConferenceCalledOff, conference=now.n, members=now.members)
    for heard, ended in zip(before.redress.hearings, after.redress.hearings, strict=True):
        if heard.open and not ended.open:
            said, about = f"{WHY[Status(after.status)]}，听证不再举行。", f"{case.number}-h{ended.n}"
            case = keep_reply(work, deps, case, "hearing", case.owner, said, about)
    return case
