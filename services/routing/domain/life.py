"""The state table of a matter after its registration: which step leads from where to where.

A matter that is recognised as an accusation leaves the table altogether (`use_cases/wall.py`): from every status, for
the wall must hold however late somebody sees it (信访工作条例 Art. 30).
"""

from __future__ import annotations

from enum import StrEnum

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status

MOST_ROUNDS = 2
"""A matter is handled once, and once more after `dissatisfied` (二次办理)."""


class Step(StrEnum):
    """What may be done to a matter."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REFER = "refer"
    ANSWER = "answer_on_the_spot"
    WHISTLE = "whistle"
    CALL_FURTHER = "call_further"
    CHECK_IN = "check_in"
    OBJECT = "object"
    DECIDE = "decide_objection"
    REPLY = "reply"
    ALL_REPLIED = "all_replied"
    EXTEND = "extend"
    MEDIATE = "order_mediation"
    AGREE = "agree"
    RETURN = "return_from_mediation"
    CONCLUDE = "conclude"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    JOIN = "join"
    BRANCH = "branch"
    LEAD_OUT = "lead_out"
    SIMPLIFY = "simplify"
    STEP_BACK = "step_back"
    SERVE_OPINION = "serve_opinion"
    SETTLE = "settle"
    ANSWER_SUGGESTION = "answer_suggestion"
    HEAR = "hear"
    OPEN_REVIEW = "open_review"
    DECIDE_REVIEW = "decide_review"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    DISPUTE = "dispute"
    CONFER = "confer"
    ESCALATE = "escalate"
    SPONSOR = "sponsor"
    TASK_FORCE = "task_force"
    BIND = "bind"
    PLAN = "plan"
    OPEN_CALL = "open_call"
    ANSWER_CALL = "answer_call"
    DISPATCH_ORDER = "dispatch_order"
    TAKE_ORDER = "take_order"
    CLAIM = "claim_order"


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.REGISTERED, Step.ACCEPT): Status.ACCEPTED,
    (Status.REGISTERED, Step.DECLINE): Status.DECLINED,
    (Status.REGISTERED, Step.REFER): Status.REFERRED,
    (Status.REGISTERED, Step.ANSWER): Status.CONCLUDED,
    (Status.REGISTERED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.ACCEPTED, Step.ANSWER): Status.CONCLUDED,
    (Status.ACCEPTED, Step.WHISTLE): Status.WHISTLED,
    (Status.ACCEPTED, Step.MEDIATE): Status.MEDIATING,
    (Status.ACCEPTED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.MEDIATING, Step.AGREE): Status.CONCLUDED,
    (Status.MEDIATING, Step.RETURN): Status.ACCEPTED,
    (Status.MEDIATING, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.WHISTLED, Step.CALL_FURTHER): Status.WHISTLED,
    (Status.HANDLING, Step.CALL_FURTHER): Status.HANDLING,
    (Status.WHISTLED, Step.CHECK_IN): Status.HANDLING,
    (Status.WHISTLED, Step.OBJECT): Status.WHISTLED,
    (Status.WHISTLED, Step.DECIDE): Status.WHISTLED,
    (Status.WHISTLED, Step.EXTEND): Status.WHISTLED,
    (Status.WHISTLED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.HANDLING, Step.CHECK_IN): Status.HANDLING,
    (Status.HANDLING, Step.OBJECT): Status.HANDLING,
    (Status.HANDLING, Step.DECIDE): Status.HANDLING,
    (Status.HANDLING, Step.REPLY): Status.HANDLING,
    (Status.HANDLING, Step.EXTEND): Status.HANDLING,
    (Status.HANDLING, Step.ALL_REPLIED): Status.REPLIED,
    (Status.HANDLING, Step.CONCLUDE): Status.CONCLUDED,
    (Status.HANDLING, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.REPLIED, Step.CONCLUDE): Status.CONCLUDED,
    (Status.REPLIED, Step.EXTEND): Status.REPLIED,
    (Status.REPLIED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.CONCLUDED, Step.REOPEN): Status.ACCEPTED,
    (Status.CONCLUDED, Step.CLOSE): Status.CLOSED,
}

_PENDING = (Status.ACCEPTED, Status.WHISTLED, Status.HANDLING, Status.REPLIED, Status.MEDIATING)
_OWNED = (*_PENDING, Status.REGISTERED, Status.CONCLUDED, Status.REVIEWING, Status.REVIEWED, Status.SECOND_REVIEWING)
LEADING: dict[Step, tuple[Status, ...]] = {
    **dict.fromkeys((Step.HAND_OVER, Step.TAKE_OVER), _OWNED),
    **dict.fromkeys((Step.DISPUTE, Step.CONFER, Step.ESCALATE), (Status.REGISTERED, *_PENDING)),
    **dict.fromkeys((Step.SPONSOR, Step.TASK_FORCE, Step.BIND, Step.PLAN), _PENDING),
    Step.OPEN_CALL: (Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING),
    **dict.fromkeys(
        (Step.ANSWER_CALL, Step.DISPATCH_ORDER, Step.TAKE_ORDER, Step.CLAIM),
        (Status.ACCEPTED, Status.WHISTLED, Status.HANDLING),
    ),
}
"""Steps of leading a matter: each leaves it in the status in which it finds it."""
NEXT |= {(status, step): status for step, statuses in LEADING.items() for status in statuses}

_ANSWERABLE = (Status.ACCEPTED, Status.HANDLING, Status.REPLIED)
_REVIEWS = (Status.REVIEWING, Status.SECOND_REVIEWING)
REDRESS: dict[Step, dict[Status, Status]] = {
    Step.JOIN: dict.fromkeys((Status.REGISTERED, Status.ACCEPTED), Status.JOINED),
    Step.BRANCH: {status: status for status in (Status.REGISTERED, *_ANSWERABLE, Status.WHISTLED)},
    Step.LEAD_OUT: dict.fromkeys((Status.REGISTERED, Status.ACCEPTED), Status.REFERRED),
    Step.SIMPLIFY: {Status.ACCEPTED: Status.ACCEPTED},
    Step.STEP_BACK: {status: status for status in (Status.ACCEPTED, Status.WHISTLED, Status.HANDLING)},
    Step.SERVE_OPINION: {status: status for status in _ANSWERABLE},
    Step.CONCLUDE: {Status.ACCEPTED: Status.CONCLUDED},
    Step.SETTLE: dict.fromkeys(_ANSWERABLE, Status.CONCLUDED),
    Step.ANSWER_SUGGESTION: dict.fromkeys(_ANSWERABLE, Status.CONCLUDED),
    Step.HEAR: {status: status for status in (*_ANSWERABLE, Status.WHISTLED, *_REVIEWS)},
    Step.OPEN_REVIEW: {
        **dict.fromkeys((*_ANSWERABLE, Status.WHISTLED, Status.MEDIATING), Status.REVIEWING),
        **dict.fromkeys((Status.CONCLUDED, Status.CLOSED), Status.REVIEWING),
        Status.REVIEWED: Status.SECOND_REVIEWING,
    },
    Step.DECIDE_REVIEW: {Status.REVIEWING: Status.REVIEWED, Status.SECOND_REVIEWING: Status.FINAL},
}
"""Opinions, reviews and what leads to them (信访工作条例 Art. 28 to 36); accepted matters conclude on an opinion."""
NEXT |= {(status, step): to for step, cells in REDRESS.items() for status, to in cells.items()}

OVER = frozenset({Status.DECLINED, Status.REFERRED, Status.WITHDRAWN, Status.JOINED, Status.FINAL})
"""Nothing leads on from here; a closed matter may still be reviewed."""
FOLLOWING = (
    *(Step.ALL_REPLIED, Step.AGREE, Step.RETURN, Step.REOPEN, Step.CLOSE, Step.WITHDRAW, Step.JOIN),
    *(Step.OPEN_REVIEW, Step.CALL_FURTHER),
)
"""Steps that follow from others, from what the citizen asks for, or from what the mediation body tells."""
COMMANDS = tuple(step for step in Step if step not in FOLLOWING)
"""What staff may do."""
_FROM = {status: tuple(step for at, step in NEXT if at is status and step in COMMANDS) for status in Status}


def steps_from(status: Status) -> tuple[Step, ...]:
    """The commands of the staff that a status allows, in the table's order."""
    return _FROM[status]


def after(status: Status, step: Step) -> Status:
    """The status that a step leads to. Raises Refusal `step_not_allowed` naming what is allowed here."""
    reached = NEXT.get((status, step))
    if reached is None:
        raise not_allowed(status, step)
    return reached


def not_allowed(status: Status, step: Step) -> Refusal:
    """`step_not_allowed`, naming what the staff may do instead."""
    allowed = ", ".join(each for each in steps_from(status) if each is not step) or "none"
    return Refusal(
        "step_not_allowed", f"The matter is {status}: {step} is not allowed. Allowed by the staff now: {allowed}."
    )
