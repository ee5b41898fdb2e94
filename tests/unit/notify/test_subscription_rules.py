"""Whose matter it is, and which facts of it a subscription wants."""

from __future__ import annotations

from typing import Any

import pytest

from services.notify.domain.subscription import COLLECT_AFTER_STOP_S, Subscription
from services.notify.domain.subscription_circle import MOVING, Circle, follow

WHISTLE = {"whistle": "1-w1", "lead": "water", "assists": ["roads"]}


def after(*told: tuple[str, dict[str, Any]], body_unit: str | None = None) -> frozenset[str]:
    circle = Circle()
    for name, data in told:
        circle = follow(circle, name, data, body_unit)
    return circle.units


def decided(department: str, replacement: str | None = None, upheld: bool = True) -> tuple[str, dict[str, Any]]:
    data = {"whistle": "1-w1", "department": department, "upheld": upheld, "replacement": replacement}
    return "objection_decided", data


REGISTERED = ("matter_registered", {"owner": "petition"})
OWNED = ("owner_changed", {"owner": "housing", "former": "petition"})
BLOWN = ("whistle_blown", WHISTLE)


@pytest.mark.parametrize(
    ("told", "units"),
    [
        ([REGISTERED], {"petition"}),
        ([REGISTERED, OWNED], {"housing"}),
        ([OWNED, REGISTERED], {"housing"}),
        ([("matter_accepted", {"owner": "housing"}), REGISTERED], {"housing"}),
        ([REGISTERED, BLOWN], {"petition", "water", "roads"}),
        ([BLOWN, decided("roads")], {"water"}),
        ([BLOWN, decided("water", "power")], {"power", "roads"}),
        ([BLOWN, decided("water", "power", upheld=False)], {"water", "roads"}),
        ([REGISTERED, ("matter_referred", {"to": "court"})], {"petition", "court"}),
        ([REGISTERED, ("matter_referred", {"to": "outside"})], {"petition"}),
        ([("department_checked_in", {"department": "power"})], set()),
    ],
)
def test_a_matter_belongs_to_its_owner_and_to_who_is_called_or_receives_it(told: Any, units: set[str]) -> None:
    assert after(*told) == units


def test_a_matter_in_mediation_belongs_to_the_unit_behind_the_body_too() -> None:
    assert after(REGISTERED, ("mediation_ordered", {"body": "b1"}), body_unit="t01") == {"petition", "t01"}
    assert after(("mediation_opened", {"body": "gone"}), body_unit=None) == frozenset()


def test_one_department_called_by_two_whistles_stays_until_both_release_it() -> None:
    again = ("whistle_blown", {**WHISTLE, "whistle": "1-w2", "assists": []})
    assert "water" in after(BLOWN, again, decided("water"))
    second = ("objection_decided", {**decided("water")[1], "whistle": "1-w2"})
    assert "water" not in after(BLOWN, again, decided("water"), second)


def test_a_fact_that_changes_nothing_gives_the_same_circle_so_that_nothing_is_written() -> None:
    circle = follow(Circle(), *REGISTERED)
    assert follow(circle, "matter_registered", {"owner": "petition"}) is circle
    assert follow(circle, "matter_accepted", {"owner": "petition"}) is circle
    assert follow(circle, "matter_rated", {}) is circle
    assert "matter_rated" not in MOVING


WATER = Subscription("s-1", "water", "active")
LINE = frozenset({"xx-t1-v1", "xx-t1", "xx"})
CATEGORY = frozenset({"construction.municipal", "construction"})


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, True),
        ({"types": frozenset({"a.b.c.v1"})}, True),
        ({"types": frozenset({"a.b.d.v1"})}, False),
        ({"places": frozenset({"xx-t1"})}, True),
        ({"places": frozenset({"xx-t2", "xx-t1-v1"})}, True),
        ({"places": frozenset({"xx-t1-v1-g1"})}, False),
        ({"categories": frozenset({"construction"})}, True),
        ({"categories": frozenset({"water"})}, False),
        ({"types": frozenset({"a.b.c.v1"}), "places": frozenset({"xx-t2"})}, False),
    ],
)
def test_filters_go_by_type_by_the_places_subtree_and_by_category(filters: Any, wanted: bool) -> None:
    assert WATER._replace(**filters).wants("a.b.c.v1", LINE, CATEGORY) is wanted


def test_a_matter_without_a_category_passes_no_filter_by_category() -> None:
    assert not WATER._replace(categories=frozenset({"construction"})).wants("a.b.c.v1", LINE, frozenset())


def test_a_stopped_subscription_collects_for_a_month_and_one_that_left_not_at_all() -> None:
    stopped = WATER._replace(state="stopped", stopped_at=1_000)
    assert stopped.collects(1_000 + COLLECT_AFTER_STOP_S - 1)
    assert not stopped.collects(1_000 + COLLECT_AFTER_STOP_S)
    assert not WATER._replace(state="leaving").collects(1_000)
