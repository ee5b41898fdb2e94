"""Mediation cases held against their facts: what is right is silent, each planted fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from services.console.reconcile.compare import compare
from services.console.reconcile.mediations import compare_mediations, expect_cases
from services.console.reconcile.model import Difference, Picture, Told
from services.console.reconcile.words import wanted
from tests.unit.console.lives_of_facts import CODES

NUMBER = "123456789012"
CASE = f"{NUMBER}-m1"
LIFE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("mediation_opened", {"parties": 0}),
    ("parties_named", {"parties": 2}),
    ("consent_given", {"party": 1, "complete": False}),
    ("consent_given", {"party": 2, "complete": True}),
    ("mediator_assigned", {"mediator": "m-1", "by": "chosen"}),
    ("interest_declared", {"mediator": "m-1", "sat": True}),
    ("mediator_assigned", {"mediator": "m-2", "by": "assigned"}),
    ("session_held", {"session": 1}),
    ("agreement_reached", {"form": "oral"}),
    ("performance_followed_up", {"follow_up": 1, "performance": "partly"}),
)
SHOWN: dict[str, Any] = {
    **{"number": NUMBER, "state": "agreed", "body": "b", "direct": True, "reason": None, "texts": 2},
    "parties": [{"n": 1}, {"n": 2}],
    "sessions": [{"n": 1}],
    "follow_ups": [{"n": 1}],
    "seats": [{"mediator": "m-1", "left_at": "2026-11-22T08:06:00Z"}, {"mediator": "m-2", "left_at": None}],
}


def told(name: str, seq: int, codes: dict[str, Any], service: str = "mediation", kind: str = "mediation") -> Told:
    stream, time = f"{kind}/{NUMBER}", f"2026-11-22T08:{seq:02}:00Z"
    return Told(f"{service}-{seq}", service, f"countynet.{service}", stream, 1, seq, None, name, NUMBER, time, codes)


def picture(*, direct: bool = True, **shown: Any) -> Picture:
    case = {"case": CASE, "body": "b", "direct": direct}
    facts = [told(name, seq, {**CODES, **case, **codes}) for seq, (name, codes) in enumerate(LIFE, 1)]
    return Picture(facts=facts, mediations={CASE: SHOWN | {"direct": direct} | shown}, dockets={NUMBER})


def named(found: Picture) -> list[tuple[str, str]]:
    return [(each.kind, each.field) for each in compare_mediations(found)]


def test_a_case_that_says_what_its_facts_say_is_silent() -> None:
    assert named(picture()) == []
    assert expect_cases(picture().facts)[CASE].sitting == {"m-2"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("state", "failed"), ("body", "c"), ("parties", []), ("sessions", []), ("follow_ups", []), ("seats", [])],
)
def test_a_changed_field_is_named(name: str, value: Any) -> None:
    assert named(picture(**{name: value})) == [("field", f"mediation {CASE} {'sitting' if name == 'seats' else name}")]


def test_a_case_that_is_gone_and_one_that_nobody_told_of_are_named() -> None:
    found = picture()
    found.mediations = {f"{NUMBER}-m9": SHOWN}
    assert named(found) == [("document", f"mediation case {CASE}"), ("document", f"mediation case {NUMBER}-m9")]


def test_a_step_that_the_table_does_not_allow_is_named() -> None:
    found = picture(sessions=[{"n": 1}, {"n": 2}])
    found.facts.append(told("session_held", 11, {**CODES, "case": CASE, "body": "b", "direct": True, "session": 2}))
    assert ("step", "session_held mediation-11") in named(found)


def test_an_order_that_was_not_opened_is_named() -> None:
    found = Picture(facts=[told("mediation_ordered", 1, {"order": CASE, "body": "b"}, "routing", "case")])
    assert list(compare_mediations(found)) == [Difference("mediation", NUMBER, f"order {CASE}", "b", "not opened")]


def test_of_a_walled_matter_no_case_may_be_left() -> None:
    found = picture(direct=False)
    found.facts.append(told("matter_walled", 1, CODES, "routing", "case"))
    assert named(found) == [("wall", f"mediation case {CASE}")]
    found.mediations = {}
    assert named(found) == []


def test_a_dispute_brought_to_the_body_itself_is_no_matter_but_has_a_docket_and_a_record() -> None:
    found = picture()
    found.chain.update({fact.id: 1 for fact in found.facts})
    assert {d.kind for d in compare(found)} == {"not_applied"}, "no inbox was given in this picture"
    found.dockets = set()
    assert ("document", "oversight docket") in named(found)


def test_every_word_that_cases_and_facts_speak_of_is_wanted() -> None:
    found = wanted(picture())
    assert set(found[("mediation", "party")]) == {f"{CASE}-p1", f"{CASE}-p2"}
    assert set(found[("mediation", "word")]) == {f"{CASE}-t1", f"{CASE}-t2"}
    assert found[("mediation", "agreement")] == {CASE: {"facts", "terms", "manner"}}
