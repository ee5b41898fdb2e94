"""Clues: the ladder proposes, a supervisor files, discipline decides, and the unit that it is about hears nothing."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight import store
from services.oversight.forms import figures
from services.oversight.use_cases import handle_clue
from tests.unit.oversight.conftest import NUMBER, SUPERVISOR, Oversight, fact, staff

TEN, NOON, LATE = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z", "2026-12-20T04:00:00Z"
CLUE = f"{NUMBER}-w1-handling-ns-housing.clue"
DISCIPLINE = staff(Role.DISCIPLINE, department="ns-discipline")
UPPER = staff(Role.DISCIPLINE, department="ns-discipline-upper")


def undone(oversight: Oversight) -> None:
    """A department is called, reports, and does nothing for weeks."""
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.checked_in("2026-11-23T03:00:00Z", NOON)
    oversight.sweep_until(LATE)


def seen(oversight: Oversight, user: Any = SUPERVISOR, **query: Any) -> dict[str, str]:
    listed = oversight.read(handle_clue.list_clues, figures.CluesQuery, user, **query)["clues"]
    return {row["id"]: row["state"] for row in listed}


def filed(oversight: Oversight, **body: Any) -> dict[str, Any]:
    return oversight.ask(handle_clue.file_proposed, figures.FilingForm, body, SUPERVISOR, id=CLUE)


def test_what_stays_undone_long_after_its_time_is_proposed_as_a_clue_that_only_supervisors_see(
    oversight: Oversight,
) -> None:
    undone(oversight)
    assert seen(oversight) == {CLUE: "proposed"}
    assert seen(oversight, DISCIPLINE) == {}, "a proposal is nobody's suspicion yet"
    assert "clue_filed" not in oversight.told()


def test_a_filed_clue_is_its_recipients_alone_who_says_what_was_found(oversight: Oversight) -> None:
    undone(oversight)
    row = filed(oversight, text="多次催办无果。")
    assert (row["state"], row["recipient"], row["unit"], row["ground"]) == (
        *("filed", "ns-discipline", "ns-housing", "delay"),
    )
    assert seen(oversight, DISCIPLINE) == {CLUE: "filed"}
    assert seen(oversight, UPPER) == {}
    found = {"founded": True, "text": "经查,确属慢作为。"}
    done = oversight.ask(handle_clue.decide, figures.FindingForm, found, DISCIPLINE, id=CLUE)
    assert done["state"] == "founded"
    assert oversight.told()[-2:] == ["clue_filed", "clue_decided"]
    assert oversight.last().data["recipient"] == "ns-discipline", "so it is sealed into that unit's chain alone"


def test_its_words_are_kept_sealed(oversight: Oversight) -> None:
    undone(oversight)
    filed(oversight, text="多次催办无果。")
    kept = oversight.store.get(store.CLUE.name, CLUE)
    assert kept is not None
    assert "催办" not in str(kept.body)


def test_discipline_itself_is_looked_into_by_the_other_recipient(oversight: Oversight) -> None:
    oversight.registered()
    body = {"number": NUMBER, "unit": "ns-discipline", "ground": "shirking", "text": "推诿。"}
    row = oversight.ask(handle_clue.file_new, figures.ClueForm, body, SUPERVISOR)
    assert (row["id"], row["recipient"]) == (f"{NUMBER}.clue.1", "ns-discipline-upper")
    assert seen(oversight, DISCIPLINE) == {}
    assert seen(oversight, UPPER) == {f"{NUMBER}.clue.1": "filed"}


def test_the_unit_that_a_clue_is_about_neither_sees_nor_decides_it(oversight: Oversight) -> None:
    undone(oversight)
    own = staff(Role.SUPERVISOR, department="ns-housing")
    assert seen(oversight, own) == {}
    with pytest.raises(Refusal) as refused:
        oversight.ask(handle_clue.dismiss, figures.DismissalForm, {"text": "没有的事。"}, own, id=CLUE)
    assert refused.value.status == 404


@pytest.mark.parametrize(
    ("step", "form", "body", "code"),
    [
        (handle_clue.file_proposed, figures.FilingForm, {}, "not_proposed"),
        (handle_clue.dismiss, figures.DismissalForm, {"text": "不成立。"}, "not_proposed"),
    ],
)
def test_what_is_filed_is_neither_filed_again_nor_dismissed(
    oversight: Oversight, step: Any, form: Any, body: dict[str, Any], code: str
) -> None:
    undone(oversight)
    filed(oversight)
    with pytest.raises(Refusal) as refused:
        oversight.ask(step, form, body, SUPERVISOR, id=CLUE)
    assert refused.value.code == code


def test_a_dismissed_proposal_goes_to_nobody(oversight: Oversight) -> None:
    undone(oversight)
    why = {"text": "等待鉴定,已说明。"}
    row = oversight.ask(handle_clue.dismiss, figures.DismissalForm, why, SUPERVISOR, id=CLUE)
    assert row["state"] == "dismissed"
    assert seen(oversight, state="proposed") == {}
    with pytest.raises(Refusal) as refused:
        oversight.ask(handle_clue.decide, figures.FindingForm, {"founded": True, "text": "查。"}, DISCIPLINE, id=CLUE)
    assert refused.value.status == 404


def test_a_matter_that_turns_out_to_be_an_accusation_takes_its_clues_along(oversight: Oversight) -> None:
    undone(oversight)
    oversight.hear(fact(routing.MatterWalled), LATE)
    assert seen(oversight) == {}
