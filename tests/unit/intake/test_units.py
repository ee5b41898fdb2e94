"""The public board: who answers for each unit, of one kind or of one place's line."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.reader import load
from services.county.units import UnitKind
from services.intake.use_cases.show_units import show_units


@pytest.fixture(scope="module")
def county() -> County:
    return load(Path(__file__).parents[3] / "deploy" / "counties" / "kelan.yaml")


def test_every_unit_is_shown_with_who_answers_for_it_and_what_it_leads_in(county: County) -> None:
    rows = show_units(county, None, None)["units"]
    assert len(rows) == len(county.units.codes())
    assert all(row["responsible"] and row["post"] and row["phone"] for row in rows), "姓名、职务和电话"
    led = [category for row in rows for category in row["leads"]]
    assert sorted(led) == sorted(county.categories.codes(level=1)), "every first-level category is led by one unit"


def test_a_villages_board_names_its_towns_unit_and_no_other_towns(county: County) -> None:
    places = {row["place"] for row in show_units(county, UnitKind.TOWN, "kl-t03-v01")["units"]}
    assert places == {"kl-t03"}


def test_a_place_that_there_is_not_is_refused(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        show_units(county, None, "nowhere")
    assert [(error.field, error.code) for error in refused.value.errors] == [("place", "unknown_place")]
