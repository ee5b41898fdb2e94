"""Figures by place and period, counted as facts come: what a matter does later moves what it came in with."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import intake, mediation, routing
from services.contracts.events.review import MatterJoined
from services.contracts.fact import Fact
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight.forms import figures
from services.oversight.use_cases import read_figures
from tests.unit.oversight.conftest import MONDAY, Oversight, fact, staff

TEN, NOON, FRIDAY = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z", "2026-11-27T02:00:00Z"
ROOM = "ns-t01-v04"
SUPERVISOR = staff(Role.SUPERVISOR)


def asked(oversight: Oversight, name: str, **query: Any) -> dict[str, Any]:
    period = {"from": "2026-11-01", "to": "2026-12-31"}
    user = query.pop("user", SUPERVISOR)
    told = oversight.read(read_figures.read_figures, figures.FiguresQuery, user, **{**period, "name": name, **query})
    figure: dict[str, Any] = told["figures"][name]
    return figure


def came(oversight: Oversight, n: int, at: str = MONDAY, **said: Any) -> str:
    number = f"3000000001{n:02d}"
    about = {"received_at": at, "owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
    oversight.hear(fact(intake.MatterRegistered, number, **(about | said)), at)
    return number


def then(oversight: Oversight, number: str, named: type[Fact], at: str = TEN, **said: Any) -> None:
    oversight.hear(fact(named, number, **said), at)


def concluded(oversight: Oversight, number: str, outcome: str = "solved", at: str = FRIDAY, **said: Any) -> None:
    then(oversight, number, routing.MatterConcluded, at, outcome=outcome, lead="ns-t01-unit", round=1, **said)


def judged(oversight: Oversight, number: str, responsible: str, at: str = "2026-11-28T02:00:00Z", **said: Any) -> None:
    request = f"q-{at[8:13]}"
    rated = {"request": request, "receiving": "satisfied", "responsible": responsible}
    then(oversight, number, intake.MatterRated, at, **rated, **said)
    if responsible == "dissatisfied":
        then(oversight, number, routing.MatterReopened, at, request=request, round=2)
    else:
        then(oversight, number, routing.MatterClosed, at, reason="rated", request=request, lead="ns-t01-unit")


def test_three_came_one_by_the_pages_and_two_are_solved(oversight: Oversight) -> None:
    for n, channel in enumerate(("web", "visit", "phone")):
        number = came(oversight, n, channel=channel)
        if n:
            concluded(oversight, number, channel=channel)
    told = asked(oversight, "matters")
    assert (told["matters"], told["online"], told["offline"], told["solved"], told["percent"]) == (3, 1, 2, 2, 66.67)


def test_an_appeal_merely_explained_is_not_solved_and_a_second_handling_takes_the_solution_back(
    oversight: Oversight,
) -> None:
    explained, reopened = came(oversight, 1), came(oversight, 2)
    concluded(oversight, explained, "explained")
    concluded(oversight, reopened)
    assert asked(oversight, "matters")["solved"] == 1
    judged(oversight, reopened, "dissatisfied")
    assert asked(oversight, "matters")["solved"] == 0


def test_the_first_judgement_stands_when_the_second_handling_pleases(oversight: Oversight) -> None:
    number = came(oversight, 1)
    concluded(oversight, number)
    judged(oversight, number, "dissatisfied")
    concluded(oversight, number, at="2026-12-01T02:00:00Z")
    judged(oversight, number, "satisfied", at="2026-12-02T03:00:00Z")
    told = asked(oversight, "first_satisfaction")
    assert (told["rated"], told["satisfied"], told["percent"]) == (1, 0, 0.0)


def test_the_judgement_of_a_repeat_of_a_matter_that_is_over_is_no_first_one(oversight: Oversight) -> None:
    first, again = came(oversight, 1), came(oversight, 2)
    for number, judgement in ((first, "satisfied"), (again, "basically_satisfied")):
        concluded(oversight, number)
        judged(oversight, number, judgement)
    assert asked(oversight, "first_satisfaction")["rated"] == 2
    then(oversight, again, intake.RepeatConfirmed, "2026-12-01T02:00:00Z", repeats=first)
    assert asked(oversight, "first_satisfaction")["rated"] == 1


def test_a_matter_joined_to_an_earlier_one_is_no_first_matter_and_no_second_trouble(oversight: Oversight) -> None:
    first, again = came(oversight, 1), came(oversight, 2)
    then(oversight, again, MatterJoined, into=first)
    told = asked(oversight, "inside_grid")
    assert (told["troubles"], asked(oversight, "matters")["matters"]) == (1, 2)


@pytest.mark.parametrize(
    ("channel", "way", "handled"),
    [
        ("grid", "spot", 1),
        ("patrol", "spot", 1),
        ("sos", "spot", 1),
        ("web", "spot", 0),
        ("grid", "whistle", 0),
        ("grid", "owner", 0),
    ],
)
def test_a_trouble_is_found_and_handled_inside_the_grid_or_it_is_not(
    oversight: Oversight, channel: str, way: str, handled: int
) -> None:
    number = came(oversight, 1, channel=channel)
    if way == "whistle":
        whistle = {"whistle": f"{number}-w1", "kind": "ordinary", "lead": "ns-housing", "assists": ()}
        ends = {"check_in_by": NOON, "finish_by": FRIDAY, "county_version": "abc"}
        then(oversight, number, routing.WhistleBlown, channel=channel, **whistle, **ends)
    if way == "owner":
        then(oversight, number, routing.OwnerChanged, channel=channel, owner="ns-water", former="ns-t01-unit")
    concluded(oversight, number, channel=channel)
    told = asked(oversight, "inside_grid")
    assert (told["troubles"], told["handled"], told["percent"]) == (1, handled, 100.0 * handled)


def test_a_matter_is_counted_on_the_day_it_came_whenever_it_was_solved(oversight: Oversight) -> None:
    concluded(oversight, came(oversight, 1))
    only = asked(oversight, "matters", **{"from": "2026-11-27", "to": "2026-11-27"})
    assert (only["matters"], only["solved"]) == (0, 0)


def test_the_volume_of_a_year_against_another(oversight: Oversight) -> None:
    for n, year in enumerate((2024, 2024, 2024, 2024, 2026)):
        came(oversight, n, at=f"{year}-03-10T02:00:00Z")
    told = asked(oversight, "volume", **{"from": "2026-01-01", "to": "2026-12-31", "against": "2024"})
    assert (told["matters"], told["before"], told["change_percent"]) == (1, 4, -75.0)
    assert told["against"] == {"from": "2024-01-01", "to": "2024-12-31"}


def mediated(oversight: Oversight, n: int, end: type[Fact] | None, **said: Any) -> None:
    number = f"3000000002{n:02d}"
    of = {"case": f"{number}-m1", "body": "ns-t01-mediation", "direct": True}
    then(oversight, number, mediation.MediationOpened, parties=2, **of)
    if end is not None:
        then(oversight, number, end, FRIDAY, **of, **said)


def test_mediations_taken_settled_failed_withdrawn_and_open_by_body(oversight: Oversight) -> None:
    mediated(oversight, 1, mediation.AgreementReached, form="written", effective_at=FRIDAY)
    mediated(oversight, 2, mediation.AgreementReached, form="oral", effective_at=FRIDAY)
    mediated(oversight, 3, mediation.MediationFailed, reason="no_agreement", routes=("litigation",))
    mediated(oversight, 4, mediation.MediationFailed, reason="withdrawn", routes=())
    mediated(oversight, 5, None)
    told = asked(oversight, "mediations", body="ns-t01-mediation")
    assert [told[each] for each in ("taken", "settled", "failed", "withdrawn", "open")] == [5, 2, 1, 1, 1]
    assert (told["percent"], told["rate"]) == (40.0, 0.6667)
    assert asked(oversight, "matters")["matters"] == 0, "who came to the body itself brought no matter to the county"


def test_whistles_on_time_are_those_of_the_rates(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.checked_in("2026-11-23T05:00:00Z", NOON)
    assert asked(oversight, "whistles")["check_in"] == {"in_time": 0, "late": 1, "percent": 0.0}


def test_what_turns_out_to_be_an_accusation_leaves_no_trace_in_any_figure(oversight: Oversight) -> None:
    number = came(oversight, 1, channel="grid")
    concluded(oversight, number, channel="grid")
    judged(oversight, number, "satisfied", channel="grid")
    assert asked(oversight, "first_satisfaction")["rated"] == 1
    then(oversight, number, routing.MatterWalled, "2026-12-01T02:00:00Z", channel="grid")
    assert not any(oversight.store.counters("figure/").values())


def test_a_leader_of_a_town_sees_his_own_places_and_no_others(oversight: Oversight) -> None:
    came(oversight, 1)
    leader = staff(Role.LEADER, place="ns-t01")
    assert asked(oversight, "matters", user=leader)["matters"] == 1
    assert asked(oversight, "matters", user=leader, place="ns-t01-v04")["matters"] == 1
    with pytest.raises(Refusal) as refused:
        asked(oversight, "matters", user=leader, place="ns")
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"place": "nowhere"}, "place", "unknown_place"),
        ({"place": f"{ROOM}-g1"}, "place", "below_village"),
        ({"body": "nobody"}, "body", "unknown_body"),
        ({"from": "2026-12-31", "to": "2026-11-01"}, "from", "no_period"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_its_field(
    oversight: Oversight, query: dict[str, str], field: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(oversight, "matters", **query)
    assert [(error.field, error.code) for error in refused.value.errors] == [(field, code)]
