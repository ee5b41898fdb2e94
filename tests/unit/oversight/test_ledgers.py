"""Ledgers: which matters stand in which, a row for each secretary's village, and the sheets to take away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from services.chassis.web.acceptance import loader_of
from services.chassis.web.pages.sheet import lines_of
from services.contracts.events.leading import CasePlanned
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, PlaceKind, Role
from services.oversight.forms import figures
from services.oversight.use_cases import read_ledgers
from tests.unit.oversight.conftest import Asking, Oversight, staff
from tests.unit.oversight.test_figures_of_matters import came, concluded, judged, then

WIDE = {"from": "2026-11-01", "to": "2026-12-31"}


def call(**query: Any) -> Any:
    return Asking({}, {}, loader_of(figures.LedgerQuery)(WIDE | query), staff(Role.SUPERVISOR))


def read(oversight: Oversight, name: str, **query: Any) -> dict[str, Any]:
    desk: Any = oversight
    return read_ledgers.read_ledger(desk, call(**query), name)


def numbers(oversight: Oversight, name: str, **query: Any) -> list[str]:
    return [row["number"] for row in read(oversight, name, **query)["rows"]]


def sheet(oversight: Oversight, name: str) -> list[list[str]]:
    desk: Any = oversight
    whole = b"".join(lines_of(read_ledgers.sheet_of(desk, call(), name))).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(whole)))


def test_what_was_told_stands_by_where_it_was_told(oversight: Oversight) -> None:
    told = {
        channel: came(oversight, n, channel=channel) for n, channel in enumerate(("visit", "patrol", "grid", "web"))
    }
    assert numbers(oversight, "told_in_the_room") == [told["visit"]]
    assert numbers(oversight, "told_at_the_door") == [told["patrol"], told["grid"]]
    assert numbers(oversight, "told_online") == [told["web"]]
    assert len(numbers(oversight, "matters")) == 4


def test_every_matter_stands_in_exactly_one_ledger_of_what_was_told(oversight: Oversight) -> None:
    told = [came(oversight, n, channel=str(channel)) for n, channel in enumerate(Channel)]
    ledgers = ("told_in_the_room", "told_at_the_door", "told_online", "told_otherwise")
    assert sorted(number for name in ledgers for number in numbers(oversight, name)) == told
    assert len(numbers(oversight, "told_otherwise")) == 4, "letter, telephone, bracelet, and passed on from above"


def test_a_matter_moves_through_the_ledgers_as_its_life_goes_on(oversight: Oversight) -> None:
    number = came(oversight, 1)
    assert numbers(oversight, "results") == []
    concluded(oversight, number)
    (result,) = read(oversight, "results")["rows"]
    assert (result["number"], result["outcome"], result["lead"]) == (number, "solved", "ns-t01-unit")
    assert numbers(oversight, "satisfaction") == []
    judged(oversight, number, "basically_satisfied")
    (rated,) = read(oversight, "satisfaction")["rows"]
    assert (rated["receiving"], rated["responsible"]) == ("satisfied", "basically_satisfied")


def test_pages_go_on_where_the_page_before_ended_and_days_are_the_countys(oversight: Oversight) -> None:
    late = came(oversight, 1, at="2026-11-23T15:59:59.5Z")
    after_midnight = came(oversight, 2, at="2026-11-23T16:00:00Z")
    first = read(oversight, "matters", limit="1")
    assert [row["number"] for row in first["rows"]] == [late]
    assert numbers(oversight, "matters", limit="1", after=first["after"]) == [after_midnight]
    assert numbers(oversight, "matters", **{"from": "2026-11-24", "to": "2026-11-24"}) == [after_midnight]


def test_only_matters_of_the_place_asked_for_are_shown(oversight: Oversight) -> None:
    came(oversight, 1)
    assert numbers(oversight, "matters", place="ns-t02") == []
    assert len(numbers(oversight, "matters", place="ns-t01-v04")) == 1


def test_every_village_has_a_row_in_the_secretaries_ledger_also_without_matters(oversight: Oversight) -> None:
    number = came(oversight, 1)
    concluded(oversight, number)
    rows = read(oversight, "secretaries")["rows"]
    places = oversight.county.places
    assert len(rows) == len(places.codes(PlaceKind.VILLAGE)) + len(places.codes(PlaceKind.COMMUNITY)) == 63
    own = next(row for row in rows if row["place"] == "ns-t01-v04")
    assert (own["matters"], own["online"], own["solved"], own["percent"]) == (1, 1, 1, None)
    assert sum(row["matters"] for row in rows) == 1


def test_a_sheet_is_in_the_countys_own_words_and_time(oversight: Oversight) -> None:
    number = came(oversight, 1)
    concluded(oversight, number)
    head, row = sheet(oversight, "results")
    assert head == ["编号", "登记时间", "属地", "内容分类", "事项类别", "办理结果", "主办单位", "办结时间"]
    assert row[:2] == [number, "2026-11-23 09:00"]
    assert row[5:] == ["已解决", "城关镇人民政府", "2026-11-27 10:00"]
    assert len(sheet(oversight, "secretaries")) == 64


def test_what_is_open_is_tracked_by_what_ends_first_until_it_is_concluded(oversight: Oversight) -> None:
    later, sooner = came(oversight, 1, at="2026-11-24T01:00:00Z"), came(oversight, 2)
    desk: Any = oversight
    oversight.clock.at = "2026-11-25T01:00:00Z"
    rows = read(oversight, "daily_tracking")["rows"]
    assert [(row["number"], row["plan"]) for row in rows] == [(sooner, False), (later, False)]
    then(oversight, sooner, CasePlanned, plan=1)
    assert [row["plan"] for row in read(oversight, "daily_tracking")["rows"]] == [True, False]
    assert [row[6] for row in sheet(oversight, "daily_tracking")[1:]] == ["有", "无"]
    (village,) = read_ledgers.read_ledger(desk, call(), "weekly_dispatch")["rows"]
    assert (village["place"], village["open"], village["red"]) == ("ns-t01-v04", 2, 0)
    concluded(oversight, sooner)
    assert numbers(oversight, "daily_tracking") == [later]
    assert read(oversight, "weekly_dispatch")["rows"][0]["open"] == 1


def test_a_ledger_that_there_is_not_is_refused_and_those_there_are_are_named(oversight: Oversight) -> None:
    with pytest.raises(Refusal) as refused:
        read(oversight, "persons")
    assert (refused.value.status, "secretaries" in refused.value.detail) == (404, True)
