"""The clocks that the law sets for every county (信访工作条例; 人民调解法 Art. 33). No county file changes them.

Lengths are calendar days unless the law says working days. They never pause, but for the hearings of a
second review (Art. 36), whose time the routing service takes out.
"""

from __future__ import annotations

from services.county.calendar import TimeUnit, Warn
from services.county.clocks import Anchor, Breach, ClockRule, LadderStep, Length

ANSWERED = frozenset({"matter_declined", "matter_referred", "matter_withdrawn", "matter_walled", "matter_joined"})
OVER = frozenset({"matter_withdrawn", "matter_walled", "matter_final"})
WARN = (Warn(percent=70), Warn(before=2, unit=TimeUnit.WORKING_DAYS))
LADDER = (
    Breach(LadderStep.REMINDER),
    Breach(LadderStep.SUPERVISION, Length(1, TimeUnit.WORKING_DAYS)),
    Breach(LadderStep.LISTED, Length(5, TimeUnit.WORKING_DAYS)),
)


def _rule(
    name: str,
    title: str,
    article: str,
    days: int,
    starts: frozenset[str],
    stops: frozenset[str],
    *,
    unit: TimeUnit = TimeUnit.CALENDAR_DAYS,
    citizens: bool = False,
    anchor: Anchor = Anchor.MATTER,
    pausable: bool = False,
) -> ClockRule:
    """A statutory rule; where the time is the citizen's own, its end breaches nothing."""
    ladder = () if citizens else LADDER
    return ClockRule(name, title, anchor, starts, stops, Length(days, unit), WARN, pausable, ladder, article)


def _facts(*names: str) -> frozenset[str]:
    return frozenset(names)


_OPINION = _facts("opinion_served", "matter_concluded")
_WORKING = TimeUnit.WORKING_DAYS

STATUTORY: dict[str, ClockRule] = {
    rule.name: rule
    for rule in (
        _rule(
            "transfer",
            "转送交办",
            "信访工作条例 Art. 22",
            15,
            _facts("matter_registered"),
            ANSWERED | {"whistle_blown", "matter_answered", "mediation_ordered", "matter_concluded"},
        ),
        _rule(
            "notice",
            "受理告知",
            "信访工作条例 Art. 23",
            15,
            _facts("matter_registered"),
            ANSWERED | {"matter_accepted", "matter_answered"},
        ),
        _rule(
            "objection",
            "异议提出",
            "信访工作条例 Art. 23",
            5,
            _facts("whistle_blown"),
            _facts("objection_raised", "department_checked_in") | OVER,
            unit=_WORKING,
            citizens=True,
            anchor=Anchor.DEPARTMENT,
        ),
        _rule("opinion", "处理意见", "信访工作条例 Art. 34", 60, _facts("matter_accepted"), _OPINION | OVER),
        _rule(
            "ask_review",
            "申请复查",
            "信访工作条例 Art. 35",
            30,
            _facts("opinion_served"),
            _facts("review_requested") | OVER,
            citizens=True,
        ),
        _rule(
            "review", "复查", "信访工作条例 Art. 35", 30, _facts("review_requested"), _facts("review_decided") | OVER
        ),
        _rule(
            "ask_second_review",
            "申请复核",
            "信访工作条例 Art. 36",
            30,
            _facts("review_decided"),
            _facts("review_requested") | OVER,
            citizens=True,
        ),
        _rule(
            "second_review",
            "复核",
            "信访工作条例 Art. 36",
            30,
            _facts("review_requested"),
            _facts("review_decided") | OVER,
            pausable=True,
        ),
        _rule(
            "simplified",
            "简易办理",
            "国家信访局 简易办理",
            10,
            _facts("matter_accepted"),
            _facts("department_replied", "matter_answered", "matter_concluded") | OVER,
            unit=_WORKING,
        ),
        _rule(
            "judicial_confirmation",
            "司法确认申请",
            "人民调解法 Art. 33",
            30,
            _facts("agreement_reached"),
            _facts("judicial_confirmation_applied"),
            citizens=True,
        ),
    )
}
"""Every statutory clock by its name."""
