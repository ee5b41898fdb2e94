"""Figures that rest on a section of the county file: walks, home visits, whose affair a matter is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import grid_work
from services.contracts.refusals import Refusal
from services.county.contact import ContactNetwork, GridDuties, Visits
from services.county.ways import Affair, Affairs
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import figures
from services.oversight.use_cases import read_figures
from tests.unit.oversight.conftest import Oversight, fact
from tests.unit.oversight.test_figures_of_matters import FRIDAY, ROOM, SUPERVISOR, TEN, asked, came, concluded


def of_another_county(oversight: Oversight, **sections: Any) -> None:
    """The county as if its file had other sections."""
    oversight.county = replace(oversight.county, **sections)
    oversight.rules = RuleBook(oversight.county)


def test_home_visits_and_what_they_found(oversight: Oversight) -> None:
    of_another_county(oversight, contact_network=ContactNetwork((), Visits.MONTHLY))
    of = {"place": ROOM, "at": TEN, "households": 3, "matters": 1}
    for n in range(2):
        oversight.hear(fact(grid_work.HomeVisitRecorded, ROOM, visit=f"v-{n}", **of), TEN)
    told = asked(oversight, "home_visits")
    assert (told["visits"], told["households"], told["matters"]) == (2, 6, 2)


def test_affairs_by_the_countys_own_sorting(oversight: Oversight) -> None:
    village = Affair("village", "村里事", frozenset({"construction"}))
    family = Affair("family", "家里事", frozenset({"civil.marriage"}))
    of_another_county(oversight, affairs=Affairs({"village": village, "family": family}))
    for n, category in enumerate(("construction.property", "construction.municipal", "other.enquiry", None)):
        number = came(oversight, n, category=category)
        if n == 0:
            concluded(oversight, number, category=category)
    told = asked(oversight, "affairs")
    assert [(row["name"], row["matters"], row["solved"]) for row in told["affairs"]] == [
        *[("村里事", 2, 1), ("家里事", 0, 0)],
    ]
    assert told["unsorted"] == 2


def test_patrols_of_the_lowest_grids_of_a_village(oversight: Oversight) -> None:
    of_another_county(oversight, grid_duties=GridDuties(4, ()))
    oversight.clock.at = FRIDAY
    grids = [code for code in oversight.county.places.grids(3) if oversight.county.places.within(code, ROOM)]
    for n in range(5):
        told = fact(grid_work.PatrolRecorded, grids[0], patrol=f"p-{n}", grid=grids[0], at=TEN, duties=())
        oversight.hear(told, TEN)
    told_of = asked(oversight, "patrols", place=ROOM, **{"from": "2026-11-23", "to": "2026-11-30"})
    assert (told_of["grids"], told_of["weeks"], told_of["owed"]) == (len(grids), 1, 4 * len(grids))
    assert (told_of["visits"], told_of["missing"]) == (5, 4 * len(grids) - 4)
    assert asked(oversight, "patrols", place=grids[0])["full"] == 1, "walks are counted by grid, so a grid may be asked"


def test_a_walk_counts_in_the_week_and_grid_that_it_was_made_in(oversight: Oversight) -> None:
    sunday = "2026-11-29T15:59:00Z"
    for n in range(2):
        told = fact(grid_work.PatrolRecorded, f"{ROOM}-g1", patrol=f"p-{n}", grid=f"{ROOM}-g1", at=sunday, duties=())
        oversight.hear(told, sunday)
    assert oversight.store.counters("figure/patrol/") == {f"figure/patrol/2026-11-23/{ROOM}-g1/visits": 2}


def test_a_figure_that_the_county_file_knows_nothing_of_is_refused_and_left_out_of_all(oversight: Oversight) -> None:
    of_another_county(oversight, affairs=Affairs())
    with pytest.raises(Refusal) as refused:
        asked(oversight, "affairs")
    assert refused.value.code == "not_in_this_county"
    every = oversight.read(read_figures.read_figures, figures.FiguresQuery, SUPERVISOR)["figures"]
    assert "affairs" not in every
    assert {"matters", "volume", "whistles"} <= every.keys()
