"""Whatever is done to a case, in whatever order, it stays inside the state table, and every no has a code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import CloseReason, Rating, RefusalReason, Status
from services.county.county import County
from services.routing.domain import case as rules
from services.routing.domain import ending, request
from services.routing.domain.case import Case
from services.routing.domain.life import MOST_ROUNDS, NEXT, OVER
from services.routing.domain.refusing import Refused

AT = "2026-06-01T01:00:00Z"
CODES = {
    *("step_not_allowed", "whistle_ended", "not_found", "not_called", "not_checked_in", "already_checked_in"),
    *("already_replied", "objection_open", "released", "objection_was_rejected", "objection_decided"),
    *("lead_has_not_replied", "invalid_fields"),
}
DEPARTMENTS = ("housing", "water", "roads")
Command = Callable[[County, Case], Case]


def opened(status: Status = Status.REGISTERED) -> Case:
    return Case(
        number="123456789012",
        place="xx-t1-v1",
        channel="web",
        purpose="appeal",
        category="water",
        urgency="hard",
        tier=None,
        contactable=True,
        status=status,
        owner="petition",
        opened_at=AT,
    )


def granted(case: Case, answer: Case | Refused) -> Case:
    return case if isinstance(answer, Refused) else answer


def last(case: Case) -> str:
    return case.whistles[-1].id if case.whistles else f"{case.number}-w1"


def _of_departments(department: str) -> list[tuple[str, Command]]:
    return [
        (f"{department} checks in", lambda _, c: rules.checked_in(c, last(c), department, AT)),
        (f"{department} objects", lambda y, c: rules.objected(y, c, last(c), department, "not_competent", AT)),
        (f"{department} replies", lambda y, c: rules.replied(y, c, last(c), department, AT)),
        (f"{department} replaces 1", lambda y, c: rules.decided(y, c, last(c), 1, True, department, AT)[0]),
    ]


COMMANDS: list[tuple[str, Command]] = [
    ("accept", lambda _, c: rules.accepted(c, "water", "hard", None, "petition", AT)),
    ("decline", lambda _, c: rules.declined(c, "not_ours", AT)),
    ("refer", lambda _, c: rules.referred(c, "litigation", "court", AT)),
    ("answer", lambda _, c: rules.answered(c, "petition", "explained", AT)),
    ("whistle", lambda y, c: rules.whistled(y, c, "fast", "water", ["roads"], AT)[0]),
    ("release 1", lambda y, c: rules.decided(y, c, last(c), 1, True, None, AT)[0]),
    ("reject 1", lambda y, c: rules.decided(y, c, last(c), 1, False, None, AT)[0]),
    ("reject 2", lambda y, c: rules.decided(y, c, last(c), 2, False, None, AT)[0]),
    ("conclude", lambda _, c: ending.concluded(c, "solved", AT)),
    ("dissatisfied", lambda _, c: granted(c, request.rate(c, Rating.DISSATISFIED, AT))),
    ("satisfied", lambda _, c: granted(c, request.rate(c, Rating.SATISFIED, AT))),
    ("withdraw", lambda _, c: granted(c, request.withdraw(c, AT))),
    *(command for department in DEPARTMENTS for command in _of_departments(department)),
]
BY_NAME = dict(COMMANDS)
EDGES = {(at, to) for (at, _), to in NEXT.items()}
ENDINGS = ("withdraw", "decline", "refer", "answer", "satisfied")
COMMON = [name for name, _ in COMMANDS if name not in ENDINGS]


def check(case: Case) -> None:
    assert case.status in set(Status)
    assert 1 <= case.round <= MOST_ROUNDS
    running = [w for w in case.whistles if not w.ended]
    in_hand = case.status in (Status.WHISTLED, Status.HANDLING, Status.REPLIED)
    assert len(running) == (1 if in_hand else 0)
    for whistle in case.whistles:
        assert whistle.calls_on(whistle.lead)
        assert [c.role for c in whistle.calls if c.active].count("lead") == 1
        assert len({c.department for c in whistle.calls}) == len(whistle.calls)
    if case.status == Status.REPLIED:
        assert all(w.all_replied and not w.objection_open for w in running)
    if case.status == Status.CONCLUDED:
        assert case.outcome is not None
        assert case.responsible is not None


WHOLE = ("accept", "whistle", "water checks in", "roads checks in", "water replies", "roads replies", "conclude")


@settings(max_examples=400, deadline=None)
@given(
    begun=st.integers(0, len(WHOLE)),
    names=st.lists(st.sampled_from(COMMON) | st.sampled_from([name for name, _ in COMMANDS]), max_size=40),
)
def test_no_sequence_of_commands_leaves_the_table(county: County, begun: int, names: list[str]) -> None:
    case, codes = play(county, *WHOLE[:begun]), set()
    for name in names:
        before = case
        try:
            case = BY_NAME[name](county, before)
        except Refusal as refused:
            codes.add(refused.code if refused.detail else "")
        assert case.status == before.status or (Status(before.status), Status(case.status)) in EDGES
        assert case == before or before.status not in OVER
        check(case)
    assert codes <= CODES


def play(county: County, *names: str, case: Case | None = None) -> Case:
    case = case or opened()
    for name in names:
        case = BY_NAME[name](county, case)
    return case


def test_a_whole_life_goes_through_every_status(county: County) -> None:
    case, seen = opened(), []
    for name in (*WHOLE, "satisfied"):
        case = BY_NAME[name](county, case)
        seen.append(str(case.status))
    assert seen == ["accepted", "whistled", "handling", "handling", "handling", "replied", "concluded", "closed"]
    assert (case.reason, case.responsible) == (CloseReason.RATED, "water")


def test_a_matter_is_reopened_once_and_no_more(county: County) -> None:
    again = play(county, *WHOLE, "dissatisfied")
    assert (again.status, again.round, again.outcome) == (Status.ACCEPTED, 2, None)
    second = play(county, *WHOLE[1:], "dissatisfied", case=again)
    assert (second.status, second.reason, second.round) == (Status.CLOSED, CloseReason.RATED_AGAIN, 2)
    assert [(w.id[-2:], w.round) for w in second.whistles] == [("w1", 1), ("w2", 2)]


def test_the_conclusion_needs_the_leads_reply_and_not_the_assists(county: County) -> None:
    waiting = play(county, "accept", "whistle", "roads checks in", "roads replies")
    with pytest.raises(Refusal) as refused:
        ending.concluded(waiting, "solved", AT)
    assert refused.value.code == "lead_has_not_replied"
    done = play(county, "water checks in", "water replies", "conclude", case=waiting)
    assert (done.status, done.responsible, done.outcome) == (Status.CONCLUDED, "water", "solved")
    early = play(county, "accept", "whistle", "water checks in", "water replies")
    assert early.status == Status.HANDLING
    assert play(county, "conclude", case=early).status == Status.CONCLUDED


def test_a_conclusion_waits_for_an_open_objection_while_the_others_go_on(county: County) -> None:
    case = play(county, "accept", "whistle", "roads objects", "water checks in", "water replies")
    with pytest.raises(Refusal) as refused:
        ending.concluded(case, "solved", AT)
    assert refused.value.code == "objection_open"
    released = play(county, "release 1", case=case)
    assert released.status == Status.REPLIED
    assert play(county, "conclude", case=released).status == Status.CONCLUDED


def test_nothing_of_an_ended_whistle_can_be_changed(county: County) -> None:
    done = play(county, *WHOLE)
    with pytest.raises(Refusal) as refused:
        rules.checked_in(done, last(done), "water", AT)
    assert refused.value.code == "whistle_ended"


def test_a_withdrawn_matter_cannot_be_whistled(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        play(county, "accept", "withdraw", "whistle")
    assert refused.value.code == "step_not_allowed"


def test_a_whistle_after_a_restore_never_bears_an_id_that_was_given_before(county: County) -> None:
    case = opened(Status.ACCEPTED)._replace(urgency="hard")
    ids = {epoch: rules.whistled(county, case, "fast", "water", [], AT, epoch)[1].id for epoch in (1, 2, 3)}
    assert ids == {1: f"{case.number}-w1", 2: f"{case.number}-w1e2", 3: f"{case.number}-w1e3"}


def test_a_matter_without_urgency_cannot_be_whistled(county: County) -> None:
    bare = opened(Status.ACCEPTED)._replace(urgency=None)
    with pytest.raises(Refusal) as refused:
        rules.whistled(county, bare, "fast", "water", [], AT)
    assert refused.value.code == "urgency_missing"


RATED = {
    Status.CLOSED: RefusalReason.ALREADY_RATED,
    Status.DECLINED: RefusalReason.ALREADY_OVER,
    Status.REFERRED: RefusalReason.ALREADY_OVER,
    Status.WITHDRAWN: RefusalReason.ALREADY_OVER,
    **request.LATER,
}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.CONCLUDED])
def test_a_rating_of_what_is_not_concluded_is_refused_with_the_reason(status: Status) -> None:
    answer = request.rate(opened(status), Rating.SATISFIED, AT)
    assert answer == Refused(RATED.get(status, RefusalReason.NOT_CONCLUDED))


WITHDRAWN = {
    Status.CONCLUDED: RefusalReason.ALREADY_CONCLUDED,
    **dict.fromkeys({*OVER, Status.CLOSED}, RefusalReason.ALREADY_OVER),
    **request.LATER,
}


@pytest.mark.parametrize("status", Status)
def test_a_matter_can_be_taken_back_until_it_is_concluded(status: Status) -> None:
    answer = request.withdraw(opened(status), AT)
    if status in WITHDRAWN:
        assert answer == Refused(WITHDRAWN[status])
    else:
        assert isinstance(answer, Case)
        assert answer.status == Status.WITHDRAWN
