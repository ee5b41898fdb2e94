"""The county's clocks may wait for somebody, with a reason; those of the law do not, and run longer only once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import intake, routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.county import County
from services.oversight import store as documents
from services.oversight.domain.rules import RuleBook
from services.oversight.forms.watching import PauseForm, ResumptionForm
from services.oversight.use_cases import hold_clock
from tests.unit.oversight.conftest import MONDAY, NUMBER, SUPERVISOR, Oversight, fact, staff

TEN = "2026-11-23T02:00:00Z"
HANDLING = f"{NUMBER}-w1-handling-ns-housing"
TRANSFER = f"{NUMBER}-transfer"


def clock(oversight: Oversight, name: str = HANDLING) -> dict[str, Any]:
    found: dict[str, Any] = oversight.docket()["clocks"][name]
    return found


def pause(oversight: Oversight, at: str, name: str = HANDLING, **said: Any) -> dict[str, Any]:
    oversight.sweep_until(at)
    body = {"reason": "waiting_for_citizen"} | said
    return oversight.ask(hold_clock.pause, PauseForm, body, SUPERVISOR, id=name)


def resume(oversight: Oversight, at: str, name: str = HANDLING) -> dict[str, Any]:
    oversight.sweep_until(at)
    return oversight.ask(hold_clock.resume, ResumptionForm, {}, SUPERVISOR, id=name)


def refused(oversight: Oversight, at: str, name: str = HANDLING, **said: Any) -> str:
    with pytest.raises(Refusal) as caught:
        pause(oversight, at, name, **said)
    return caught.value.code


def test_a_paused_clock_neither_warns_nor_runs_out_and_shows_that_it_waits(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    oversight.checked_in("2026-11-23T03:00:00Z", "2026-11-23T10:00:00Z")
    row = pause(oversight, "2026-11-24T02:00:00Z")
    assert (row["light"], row["pause_reason"], row["paused_at"]) == (
        *("paused", "waiting_for_citizen"),
        "2026-11-24T02:00:00Z",
    )
    oversight.sweep_until("2026-12-20T02:00:00Z")
    assert [told for told in oversight.told() if "clock" in told] == ["clock_paused"]
    assert oversight.running()["handling"] == "paused"
    assert oversight.clocks(light="paused")[0]["id"] == HANDLING
    assert oversight.store.counter("lights/handling/paused") == 1


def test_its_end_moves_by_the_working_days_that_it_stood_still_and_its_warnings_follow(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z", finish_by="2026-11-26T15:59:59Z")
    oversight.checked_in("2026-11-23T03:00:00Z", "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-24T02:00:00Z")
    row = resume(oversight, "2026-11-30T02:00:00Z")
    assert row["due"] == "2026-12-02T15:59:59Z", "four working days: 25, 26, 27 and 30 November"
    assert (row["light"], row["paused_at"]) == ("green", None)
    assert oversight.told()[-1] == "clock_resumed"
    assert oversight.last().data["reason"] == "waiting_for_citizen"
    oversight.sweep_until("2026-12-02T15:59:59Z")
    assert oversight.running()["handling"] == "yellow"
    oversight.sweep_until("2026-12-02T16:00:00Z")
    assert oversight.running()["handling"] == "red"


def test_a_clock_that_is_stopped_while_it_waits_was_in_time(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-24T02:00:00Z")
    oversight.concluded("2026-12-15T02:00:00Z")
    assert (clock(oversight)["ended"], clock(oversight)["light"]) == ("stopped", "green")
    assert clock(oversight)["stood"] == [["2026-11-24T02:00:00Z", "2026-12-15T02:00:00Z", "waiting_for_citizen"]]


def test_a_clock_may_wait_more_than_once(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-23T06:00:00Z", text="资料待补")
    resume(oversight, "2026-11-24T06:00:00Z")
    pause(oversight, "2026-11-25T06:00:00Z", reason="appraisal", text="等鉴定报告")
    resume(oversight, "2026-11-26T06:00:00Z")
    assert clock(oversight)["due"] == "2026-11-30T15:59:59Z"
    kept = oversight.store.find(documents.PAUSE.name).documents
    assert [each.id for each in kept] == [f"{HANDLING}.p1", f"{HANDLING}.p2"]
    assert all("鉴定" not in str(each.body) for each in kept), "words stay sealed"


def test_the_clocks_of_the_law_never_pause(oversight: Oversight) -> None:
    oversight.registered()
    assert refused(oversight, TEN, TRANSFER) == "never_pauses"
    with pytest.raises(Refusal) as caught:
        resume(oversight, TEN, TRANSFER)
    assert caught.value.code == "never_pauses"


def test_a_clock_is_paused_only_while_it_runs_in_time_and_where_the_county_lets_it(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T03:00:00Z")
    assert refused(oversight, TEN, f"{NUMBER}-w1-check_in-ns-housing") == "not_pausable"
    assert refused(oversight, TEN, f"{NUMBER}-nothing") == "not_found"
    pause(oversight, "2026-11-24T02:00:00Z")
    assert refused(oversight, "2026-11-24T02:00:00Z") == "already_paused"
    resume(oversight, "2026-11-24T03:00:00Z")
    with pytest.raises(Refusal) as caught:
        resume(oversight, "2026-11-24T03:00:00Z")
    assert caught.value.code == "not_paused"
    assert refused(oversight, "2026-12-20T02:00:00Z") == "run_out"
    oversight.concluded("2026-12-20T03:00:00Z")
    assert refused(oversight, "2026-12-20T04:00:00Z") == "clock_ended"


def test_only_who_works_for_the_place_finds_the_clock(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T03:00:00Z")
    elsewhere = staff(Role.DISPATCHER, place="ns-t02")
    with pytest.raises(Refusal) as caught:
        oversight.ask(hold_clock.pause, PauseForm, {"reason": "appraisal"}, elsewhere, id=HANDLING)
    assert caught.value.code == "not_found"


def test_why_a_clock_waited_is_forgotten_when_its_matter_turns_out_to_be_an_accusation(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-23T06:00:00Z", text="资料待补")
    resume(oversight, "2026-11-24T06:00:00Z")
    pause(oversight, "2026-11-25T06:00:00Z", text="等鉴定报告")
    oversight.hear(fact(routing.MatterWalled), "2026-11-25T07:00:00Z")
    assert oversight.store.find(documents.PAUSE.name).documents == []
    assert oversight.store.counter("lights/handling/paused") == 0
    assert refused(oversight, "2026-11-25T08:00:00Z") == "not_found"


def granted(oversight: Oversight, until: str, at: str, former: str = "2026-11-26T15:59:59Z") -> None:
    told = fact(
        routing.ExtensionGranted, whistle=f"{NUMBER}-w1", finish_by=until, former=former, reason="complex"
    )  # fmt: skip
    oversight.hear(told, at)


def test_more_time_for_a_whistle_never_shortens_what_standing_still_has_given(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-24T02:00:00Z")
    assert resume(oversight, "2026-11-27T02:00:00Z")["due"] == "2026-12-01T15:59:59Z"
    granted(oversight, "2026-11-30T15:59:59Z", "2026-11-27T03:00:00Z")
    assert clock(oversight)["due"] == "2026-12-01T15:59:59Z"
    granted(oversight, "2026-12-04T15:59:59Z", "2026-11-27T04:00:00Z")
    assert clock(oversight)["due"] == "2026-12-04T15:59:59Z"


def test_more_time_that_is_heard_while_a_clock_waits_does_not_wake_it(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    oversight.checked_in("2026-11-23T03:00:00Z", "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-24T02:00:00Z")
    granted(oversight, "2026-12-03T15:59:59Z", "2026-11-24T03:00:00Z")
    assert (clock(oversight)["light"], clock(oversight)["next_at"]) == ("paused", None)
    assert oversight.clocks(light="paused")[0]["id"] == HANDLING
    oversight.sweep_until("2026-12-20T02:00:00Z")
    assert oversight.running()["handling"] == "paused"
    assert resume(oversight, "2026-12-21T02:00:00Z")["due"] > "2026-12-21", "its later end moves by the time it stood"


def test_who_leads_after_a_clock_has_stood_still_has_the_moved_end_too(oversight: Oversight) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    pause(oversight, "2026-11-24T02:00:00Z")
    due = resume(oversight, "2026-11-30T02:00:00Z")["due"]
    told = fact(
        routing.ObjectionDecided, whistle=f"{NUMBER}-w1", department="ns-housing", objection=1, upheld=True,
        lead="ns-city", replacement="ns-city", check_in_by="2026-12-01T10:00:00Z",
    )  # fmt: skip
    oversight.hear(told, "2026-11-30T03:00:00Z")
    assert clock(oversight, f"{NUMBER}-w1-handling-ns-city")["due"] == due


def test_a_running_clock_keeps_the_rule_that_it_started_under(oversight: Oversight, county: County) -> None:
    oversight.whistled(TEN, "2026-11-23T10:00:00Z")
    oversight.checked_in("2026-11-23T03:00:00Z", "2026-11-23T10:00:00Z")
    before = clock(oversight)
    stricter = replace(county.clocks.rules["handling"], pausable=False, breach=(), warn=())
    renamed = {name: rule for name, rule in county.clocks.rules.items() if name != "handling"}
    for rules in ({**renamed, "handling": stricter}, renamed):
        changed = replace(county, clocks=replace(county.clocks, rules=rules, tracked=()))
        oversight.county, oversight.rules = changed, RuleBook(changed, oversight.shelf)
        assert clock(oversight) == before
    pause(oversight, "2026-11-23T06:00:00Z")
    resume(oversight, "2026-11-24T06:00:00Z")
    oversight.sweep_until("2026-12-20T02:00:00Z")
    assert oversight.orders() == {"reminder": "issued", "supervision": "proposed", "listed": "proposed"}
    other = "300000000002"
    oversight.hear(
        fact(intake.MatterRegistered, number=other, received_at=MONDAY, owner="ns-t01-unit", petitioners=1,
             anonymous=False, secret=False),
        "2026-12-20T03:00:00Z",
    )  # fmt: skip
    assert oversight.docket(other)["clocks"] == {}, "a new matter runs by the new file"
