"""However a case is led, in whatever order: the table holds, each no has a code, and it has one owner at all times."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import EscalatedBy, Status
from services.county.county import County
from services.routing.domain import led
from services.routing.domain.case import Case
from services.routing.domain.leading import body_of, leading_of
from services.routing.domain.life import LEADING, OVER, Step
from tests.unit.routing.leading_county import well_led
from tests.unit.routing.test_case import AT, BY_NAME, CODES, EDGES, opened

Led = Callable[[County, Case], Case]
HAND = EscalatedBy.HAND
COMMANDS: dict[str, tuple[Step, Led]] = {
    "offer to water": (Step.HAND_OVER, lambda y, c: led.handed_over(y, c, "water", AT)),
    "offer to roads": (Step.HAND_OVER, lambda y, c: led.handed_over(y, c, "roads", AT)),
    "take 1": (Step.TAKE_OVER, lambda _, c: led.taken_over(c, 1, True, AT)[0]),
    "take 2": (Step.TAKE_OVER, lambda _, c: led.taken_over(c, 2, True, AT)[0]),
    "leave 1": (Step.TAKE_OVER, lambda _, c: led.taken_over(c, 1, False, AT)[0]),
    "up": (Step.ESCALATE, lambda y, c: led.escalated(y, c, None, None, HAND, AT)[0]),
    "to county": (Step.ESCALATE, lambda y, c: led.escalated(y, c, "county", None, HAND, AT)[0]),
    "whistle up": (Step.ESCALATE, lambda y, c: led.escalated(y, c, None, f"{c.number}-w1", HAND, AT)[0]),
    "dispute": (Step.DISPUTE, lambda y, c: led.disputed(y, c, ("water", "roads"), None, AT)),
    "settle 1": (Step.DISPUTE, lambda y, c: led.settled(y, c, 1, "water", AT)),
    "confer": (Step.CONFER, lambda y, c: led.conference_called(y, c, "plan", (), AT)),
    "confer on competence": (Step.CONFER, lambda y, c: led.conference_called(y, c, "competence", (), AT)),
    "minutes 1": (Step.CONFER, lambda y, c: led.conference_held(y, c, 1, "water", (), None, AT)[0]),
    "minutes 2": (Step.CONFER, lambda y, c: led.conference_held(y, c, 2, None, (), None, AT)[0]),
    "call off 1": (Step.CONFER, lambda _, c: led.conference_called_off(c, 1, AT)[0]),
    "call off 2": (Step.CONFER, lambda _, c: led.conference_called_off(c, 2, AT)[0]),
    "sponsor": (Step.SPONSOR, lambda y, c: led.sponsored(y, c, "l1", True, AT)),
    "sponsor 2": (Step.SPONSOR, lambda y, c: led.sponsored(y, c, "l2", False, AT)),
    "task force": (Step.TASK_FORCE, lambda y, c: led.task_force_formed(y, c, "water", ("housing",), AT)),
    "bind": (Step.BIND, lambda y, c: led.bound(y, c, ("water", "roads"))),
    "plan": (Step.PLAN, lambda _, c: led.planned(c)),
    "call": (Step.OPEN_CALL, lambda _, c: led.call_opened(c, AT)),
    "answer 1": (Step.ANSWER_CALL, lambda y, c: led.call_answered(y, c, 1, ("water",), AT)[0]),
    "order": (Step.DISPATCH_ORDER, lambda y, c: led.order_dispatched(y, c, ("water", "roads"), AT)),
    "take order 1": (Step.TAKE_ORDER, lambda _, c: led.order_taken(c, 1, "water", AT)[0]),
    "roads take order 1": (Step.TAKE_ORDER, lambda _, c: led.order_taken(c, 1, "roads", AT)[0]),
    "claim 1": (Step.CLAIM, lambda _, c: led.order_claimed(c, 1, "water", "u-1", AT)[0]),
}
KNOWN = CODES | {
    *("handover_open", "handover_decided", "top_of_ladder", "dispute_open", "dispute_decided", "no_dispute"),
    *("conference_open", "conference_over", "already_sponsored", "already_bound", "call_open", "call_answered"),
    *(
        "order_open",
        "order_taken",
        "order_not_taken",
        "order_claimed",
        "not_offered",
        "competence_decided",
        "already_decided",
    ),
}
HANDLING = ("accept", "whistle", "water checks in", "roads checks in", "water replies", "roads replies", "conclude")


@settings(max_examples=300, deadline=None)
@given(
    begun=st.integers(0, len(HANDLING)),
    names=st.lists(st.sampled_from([*COMMANDS]) | st.sampled_from([*BY_NAME]), max_size=40),
)
def test_no_way_of_leading_leaves_the_table_or_a_matter_without_owner(
    county: County, begun: int, names: list[str]
) -> None:
    there, case, codes = well_led(county), opened(), set()
    for name in (*HANDLING[:begun], *names):
        before, taken = case, COMMANDS.get(name)
        try:
            case = (BY_NAME[name] if taken is None else taken[1])(there, before)
        except Refusal as refused:
            codes.add(refused.code if refused.detail else "")
            continue
        assert case.owner is not None
        assert case.status in LEADING[Step.CONFER] or not any(each.open for each in case.leading.conferences)
        if taken is None:
            assert case.status == before.status or (Status(before.status), Status(case.status)) in EDGES
            assert case.owner == before.owner or name == "accept"
            continue
        assert before.status in LEADING[taken[0]]
        assert before.status not in OVER
        assert case.status == before.status
        assert case.owner == before.owner or taken[0] is Step.TAKE_OVER
        assert sum(each.open for each in case.leading.handovers) <= 1
        assert leading_of(body_of(case.leading)) == case.leading
    assert codes <= KNOWN
