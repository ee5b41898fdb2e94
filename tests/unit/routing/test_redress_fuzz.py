"""Opinions, hearings, joinings and reviews in any order, mixed with all other steps: no case leaves the state table."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch, OpinionOutcome, Purpose, ReviewOutcome, Status, Tier
from services.county.county import County
from services.routing.domain import branch, hearing, joining, opinion, review, settling, stepping_back
from services.routing.domain.case import Case
from services.routing.domain.life import OVER
from services.routing.domain.redress import body_of, redress_of
from tests.unit.routing import test_case
from tests.unit.routing.test_case import AT, CODES, EDGES, Command, granted, opened

LATE = "2027-06-01T01:00:00Z"
MORE_CODES = CODES | {
    *("not_an_appeal", "not_a_suggestion", "opinion_missing", "opinion_served", "other_branch", "hearing_open"),
    *("hearing_ended", "no_review", "nothing_to_execute", "already_executed", "already_simplified", "not_small"),
    *("already_stepped_back", "already_final", "urgency_missing", "branch_decided"),
}
FIRST = opened(Status.ACCEPTED)._replace(number="223456789012")
FINAL = opened(Status.FINAL)._replace(number="323456789012")


def _joined(case: Case, first: Case | None, into: str) -> Case:
    answer = joining.join(case, first, into, AT)
    return answer[0] if isinstance(answer, tuple) else case


def _asked(instance: int, at: str) -> Command:
    return lambda _, c: granted(c, review.ask(c, f"r-{len(c.redress.reviews)}", instance, at))


def _decided(unit: str | None, outcome: str) -> Command:
    return lambda y, c: review.decide(y, c, unit, outcome, None, None, AT)[0]


REDRESS: list[tuple[str, Command]] = [
    ("branch duty", lambda _, c: branch.stays(c, Branch.STATUTORY_DUTY)),
    ("branch opinion", lambda _, c: branch.stays(c, Branch.OPINION)),
    ("branch out", lambda y, c: branch.led_out(y, c, Branch.ARBITRATION, "outside", AT)),
    *(
        (f"opinion {outcome} of {unit}", lambda y, c, o=outcome, u=unit: opinion.serve(y, c, u, o, None, AT))
        for outcome in OpinionOutcome
        for unit in (None, "water")
    ),
    ("executed 1", lambda y, c: opinion.executed(y, c, 1, "done", None)[0]),
    ("executed 2", lambda y, c: opinion.executed(y, c, 2, "refused", "roads")[0]),
    ("settle", lambda y, c: settling.settled(y, c, None, None, AT)),
    ("suggestion", lambda y, c: settling.suggestion_answered(y, c, None, True, AT)),
    ("simplify", lambda y, c: settling.simplified(y, c, AT)),
    ("hearing", lambda _, c: hearing.opened(c, AT, AT)[0]),
    ("hearing ends", lambda _, c: hearing.held(c, len(c.redress.hearings), AT)[0]),
    ("ask 1", _asked(1, AT)),
    ("ask 2", _asked(2, AT)),
    ("ask late", _asked(1, LATE)),
    *(
        (f"review {outcome} by {unit}", _decided(unit, outcome))
        for outcome in ReviewOutcome
        for unit in (None, "roads")
    ),
    ("water steps back", lambda y, c: stepping_back.step_back(y, c, "water", "housing", AT).case),
    ("owner steps back", lambda y, c: stepping_back.step_back(y, c, "petition", "court", AT).case),
    ("join", lambda _, c: _joined(c, FIRST, FIRST.number)),
    ("join final", lambda _, c: joining.repeats_final(c, FINAL.number) if c.status == Status.REGISTERED else c),
    ("join itself", lambda _, c: _joined(c, c, c.number)),
]
ALL = test_case.COMMANDS + REDRESS
BY_NAME = dict(ALL)
TO_REVIEW = ("accept", "branch opinion", "opinion not_support of water", "conclude", "ask 1", "review upheld by None")
TO_FINAL = (*TO_REVIEW, "ask 2", "review changed by roads")
ENDING = ("withdraw", "decline", "refer", "branch out", "join", "join final", "settle", "suggestion", "answer")
ENDED = OVER | {Status.CONCLUDED, Status.CLOSED}
USUAL = [name for name, _ in ALL if name not in ENDING]


def check(case: Case) -> None:
    redress = case.redress
    assert [each.n for each in redress.opinions] == list(range(1, len(redress.opinions) + 1))
    assert sum(each.open for each in redress.hearings) <= (0 if case.status in ENDED else 1)
    waiting = [each for each in redress.reviews if each.decided_at is None]
    assert len(waiting) == (1 if case.status in (Status.REVIEWING, Status.SECOND_REVIEWING) else 0)
    assert [each.instance for each in redress.reviews] == list(range(1, len(redress.reviews) + 1))
    if case.status == Status.FINAL:
        assert [each.decided_at for each in redress.reviews].count(None) == 0
        assert len({each.unit for each in redress.reviews}) == 2
    if case.status in (Status.CONCLUDED, Status.CLOSED):
        assert case.responsible is not None
    assert redress_of(body_of(redress)) == redress


@settings(max_examples=300, deadline=None)
@given(
    begun=st.integers(0, len(TO_FINAL)),
    purpose=st.sampled_from([Purpose.APPEAL, Purpose.APPEAL, Purpose.SUGGESTION]),
    tier=st.sampled_from([None, Tier.SMALL]),
    names=st.lists(st.sampled_from(USUAL) | st.sampled_from([name for name, _ in ALL]), max_size=40),
)
def test_no_sequence_of_steps_leaves_the_table_and_every_no_has_a_code(
    county: County, begun: int, purpose: Purpose, tier: Tier | None, names: list[str]
) -> None:
    case, codes = opened()._replace(purpose=str(purpose), tier=tier), set()
    for name in (*TO_FINAL[:begun], *names):
        before = case
        try:
            case = BY_NAME[name](county, before)
        except Refusal as refused:
            codes.add(refused.code if refused.detail else "")
        assert case.status == before.status or (Status(before.status), Status(case.status)) in EDGES
        if before.status in OVER:
            assert case._replace(redress=before.redress) == before
        check(case)
    assert codes <= MORE_CODES


def test_the_way_to_the_second_review_goes_through_every_status_of_it(county: County) -> None:
    case, seen = opened(), []
    for name in TO_FINAL:
        case = BY_NAME[name](county, case)
        seen.append(str(case.status))
    assert seen[3:] == ["concluded", "reviewing", "reviewed", "second_reviewing", "final"]
