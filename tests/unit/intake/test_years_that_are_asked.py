"""Days, months, weeks and instants far from our time are refused by the form; the first and the last allowed work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from marshmallow import Schema, ValidationError

from services.county.reader import load
from services.county.sittings import sittings
from services.intake.domain import cycles
from services.intake.forms.grid_work import MonthQuery, WeekQuery
from services.intake.forms.rosters import DayQuery, InstantQuery, RosterQuery
from services.intake.use_cases.on_duty import on_duty, rosters_on
from services.mediation.pages.forms import HeldForm
from services.oversight.forms.figures import LedgerQuery
from services.oversight.forms.watching import RatesQuery

COUNTY = load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")
FAR = [
    (DayQuery, "day", "-12-31"),
    (InstantQuery, "at", "-01-01T00:00:00Z"),
    (InstantQuery, "at", "-12-31T23:59:59Z"),
    (MonthQuery, "month", "-01"),
    (RosterQuery, "month", "-12"),
    (WeekQuery, "week", "-W01"),
    (LedgerQuery, "from", "-12-31"),
    (LedgerQuery, "to", "-12-31"),
    (RatesQuery, "to", "-01-01"),
    (HeldForm, "held_at", "-11-22T16:00"),
]


@pytest.mark.parametrize("year", ["0001", "1900", "2151", "9999"])
@pytest.mark.parametrize(("form", "field", "rest"), FAR)
def test_a_year_beyond_1901_to_2150_is_refused_at_its_field(
    form: type[Schema], field: str, rest: str, year: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        form().load({field: year + rest}, partial=True)
    assert "years 1901 to 2150" in refused.value.messages_dict[field][0]


@pytest.mark.parametrize("year", ["1901", "2150"])
@pytest.mark.parametrize(("form", "field", "rest"), FAR)
def test_the_first_and_the_last_year_are_taken(form: type[Schema], field: str, rest: str, year: str) -> None:
    assert form().load({field: year + rest}, partial=True)


@pytest.mark.parametrize("day", ["1901-01-01", "2150-12-31"])
def test_rosters_answer_on_the_first_and_the_last_day(day: str) -> None:
    assert rosters_on(COUNTY, None, day)["day"] == day
    assert all(row["next"] for row in on_duty(COUNTY, None, f"{day}T23:59:59Z")["on_duty"])
    first, last = (date.fromisoformat(each) for each in cycles.days_of_month(day[:7]))
    for roster in COUNTY.rosters.by_code.values():
        assert all(first <= each.day <= last for each in sittings(roster, first, last, COUNTY.calendar))
