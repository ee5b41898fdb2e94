"""The clocks that the law sets for every county (信访工作条例 Art. 22, 23, 34 to 36; 人民调解法 Art. 33).

No county file changes them; a county says which its dockets track. Lengths are calendar days unless the law says
working days; the start day is not counted. They never pause, but for the hearings of a second review, whose time is not
counted (Art. 36). Where the time is the citizen's own, its end breaches nothing.

| clock | from | to | length | by |
|---|---|---|---|---|
| transfer | registered | referred, whistled or answered | 15 days | Art. 22: registered and passed on within 15 days |
| notice | received (`received_at`) | told in writing | 15 days | Art. 23; none where name or address is unknown |
| objection | received by the organ called | objection | 5 working days | Art. 23, of the organ's own |
| opinion | accepted, an appeal of Art. 31(6) | opinion served | 60 days, once up to 30 more | Art. 34 |
| ask_review | opinion served (`served_at`) | asked | 30 days, the citizen's | Art. 35 |
| review | asked | decided | 30 days | Art. 35 |
| ask_second_review | review decided (`decided_at`) | asked | 30 days, the citizen's | Art. 36 |
| second_review | asked | decided | 30 days without its hearings | Art. 36 |
| simplified | accepted, once handled the short way | reply | 10 working days | 国家信访局 简易办理 |
| judicial_confirmation | agreement in effect (`effective_at`) | asked the court | 30 days | 人民调解法 Art. 33 |
"""

from __future__ import annotations

from services.contracts.vocabulary import Branch, RequestKind
from services.county.calendar import TimeUnit, Warn
from services.county.clocks import Anchor, Breach, ClockRule, LadderStep, Length, Says

ANSWERED = frozenset({"matter_declined", "matter_referred", "matter_withdrawn", "matter_walled", "matter_joined"})
OVER = frozenset({"matter_withdrawn", "matter_walled", "matter_final"})
WARN = (Warn(percent=70), Warn(before=2, unit=TimeUnit.WORKING_DAYS))
LADDER = (
    Breach(LadderStep.REMINDER),
    Breach(LadderStep.SUPERVISION, Length(1, TimeUnit.WORKING_DAYS)),
    Breach(LadderStep.LISTED, Length(5, TimeUnit.WORKING_DAYS)),
)


OWN_TIME: tuple[Breach, ...] = ()
_DAYS, _WORKING = TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS
_REFUSED = Says("request_refused", "kind", frozenset({RequestKind.REVIEW}))


def _facts(*names: str) -> frozenset[str]:
    return frozenset(names)


def _instance(n: int, *facts: str) -> tuple[Says, ...]:
    return tuple(Says(fact, "instance", frozenset({n})) for fact in facts)


_TRANSFER = ClockRule(
    "transfer",
    "转送交办",
    Anchor.MATTER,
    _facts("matter_registered"),
    ANSWERED | {"whistle_blown", "matter_answered", "mediation_ordered", "matter_concluded"},
    Length(15, _DAYS),
    WARN,
    breach=LADDER,
    article="信访工作条例 Art. 22",
)
_NOTICE = ClockRule(
    "notice",
    "受理告知",
    Anchor.MATTER,
    _facts("matter_registered"),
    ANSWERED | {"matter_accepted", "matter_answered"},
    Length(15, _DAYS),
    WARN,
    breach=LADDER,
    article="信访工作条例 Art. 23",
    start_says=(Says("matter_registered", "contactable", frozenset({True})),),
    dated=True,
)
_OBJECTION = ClockRule(
    "objection",
    "异议提出",
    Anchor.DEPARTMENT,
    _facts("whistle_blown"),
    _facts("objection_raised", "department_checked_in") | OVER,
    Length(5, _WORKING),
    WARN,
    breach=OWN_TIME,
    article="信访工作条例 Art. 23",
)
_OPINION = ClockRule(
    "opinion",
    "处理意见",
    Anchor.MATTER,
    _facts("branch_decided"),
    _facts("opinion_served", "matter_concluded", "branch_decided", "matter_joined") | OVER,
    Length(60, _DAYS),
    WARN,
    breach=LADDER,
    article="信访工作条例 Art. 34",
    start_says=(Says("branch_decided", "branch", frozenset({Branch.OPINION})),),
    stop_says=(Says("branch_decided", "branch", frozenset(set(Branch) - {Branch.OPINION})),),
    since="matter_accepted",
    extension=Length(30, _DAYS),
)
_ASK_REVIEW = ClockRule(
    "ask_review",
    "申请复查",
    Anchor.MATTER,
    _facts("opinion_served"),
    _facts("review_requested") | OVER,
    Length(30, _DAYS),
    WARN,
    breach=OWN_TIME,
    article="信访工作条例 Art. 35",
    stop_says=_instance(1, "review_requested"),
    dated=True,
)
_REVIEW = ClockRule(
    "review",
    "复查",
    Anchor.MATTER,
    _facts("review_requested"),
    _facts("review_decided", "request_refused") | OVER,
    Length(30, _DAYS),
    WARN,
    breach=LADDER,
    article="信访工作条例 Art. 35",
    start_says=_instance(1, "review_requested"),
    stop_says=(*_instance(1, "review_decided"), _REFUSED),
)
_ASK_SECOND_REVIEW = ClockRule(
    "ask_second_review",
    "申请复核",
    Anchor.MATTER,
    _facts("review_decided"),
    _facts("review_requested") | OVER,
    Length(30, _DAYS),
    WARN,
    breach=OWN_TIME,
    article="信访工作条例 Art. 36",
    start_says=_instance(1, "review_decided"),
    stop_says=_instance(2, "review_requested"),
    dated=True,
)
_SECOND_REVIEW = ClockRule(
    "second_review",
    "复核",
    Anchor.MATTER,
    _facts("review_requested"),
    _facts("review_decided", "request_refused") | OVER,
    Length(30, _DAYS),
    WARN,
    breach=LADDER,
    article="信访工作条例 Art. 36",
    start_says=_instance(2, "review_requested"),
    stop_says=(*_instance(2, "review_decided"), _REFUSED),
    stands_still=(_instance(2, "hearing_opened")[0], _instance(2, "hearing_held")[0]),
)
_SIMPLIFIED = ClockRule(
    "simplified",
    "简易办理",
    Anchor.MATTER,
    _facts("handling_simplified"),
    _facts("department_replied", "matter_answered", "matter_concluded", "opinion_served", "matter_joined") | OVER,
    Length(10, _WORKING),
    WARN,
    breach=LADDER,
    article="国家信访局 简易办理",
    since="matter_accepted",
)
_JUDICIAL_CONFIRMATION = ClockRule(
    "judicial_confirmation",
    "司法确认申请",
    Anchor.MATTER,
    _facts("agreement_reached"),
    _facts("judicial_confirmation_applied"),
    Length(30, _DAYS),
    WARN,
    breach=OWN_TIME,
    article="人民调解法 Art. 33",
    dated=True,
)

STATUTORY: dict[str, ClockRule] = {
    rule.name: rule
    for rule in (
        _TRANSFER,
        _NOTICE,
        _OBJECTION,
        _OPINION,
        _ASK_REVIEW,
        _REVIEW,
        _ASK_SECOND_REVIEW,
        _SECOND_REVIEW,
        _SIMPLIFIED,
        _JUDICIAL_CONFIRMATION,
    )
}
"""Every statutory clock by its name."""
