"""Each figure is said in one line, with nothing where there was nothing to count."""

from __future__ import annotations

from typing import Any

import pytest

from services.oversight.domain import figures
from services.oversight.domain.figure_words import words_of


def said(name: str, figure: dict[str, Any]) -> dict[str, str]:
    return words_of(name, {"title": figures.TITLES[name], **figure})


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("first_satisfaction", figures.first_satisfaction({})),
        ("inside_grid", figures.inside_grid({})),
        ("matters", figures.matters({})),
        ("affairs", figures.affairs({}, {"village": "村里事"})),
        ("mediations", figures.mediations({})),
        ("patrols", figures.patrols({}, [], [], 4)),
        ("home_visits", figures.home_visits({})),
        ("whistles", figures.whistles({})),
        ("volume", figures.volume({}, {}) | {"against": {"from": "2021-01-01", "to": "2021-12-31"}}),
    ],
)
def test_of_nothing_every_figure_says_so(name: str, figure: dict[str, Any]) -> None:
    row = said(name, figure)
    assert row["title"] == figures.TITLES[name]
    assert "%" not in row["share"]
    assert "0" in row["said"]


def test_fewer_than_the_other_year_is_said_with_its_sign() -> None:
    years = {"against": {"from": "2021-01-01", "to": "2021-12-31"}}
    row = said("volume", figures.volume({"online": 2}, {"offline": 3}) | years)
    assert row["share"] == "-33.33%"


def test_mediations_are_said_as_the_places_say_them() -> None:
    row = said("mediations", figures.mediations({"room.agreed": 7, "room.failed": 1}))
    assert (row["share"], row["said"]) == ("87.5%", "受理8件，成功7件，不成1件，撤回0件，在调0件")
