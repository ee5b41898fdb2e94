"""The small county of these tests, with all that a county file may say of leading hard matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from services.contracts.vocabulary import Role, Tier
from services.county.county import County
from services.county.leading import (
    Conference,
    Decider,
    Kinds,
    Ladder,
    Leader,
    Rung,
    RungLevel,
    Sponsors,
    Successor,
    TaskForces,
    TierRule,
)
from services.county.units import Unit, UnitKind, Units

GOVERNMENT = Unit("gov", "县政府办", UnitKind.DEPARTMENT, "壬")
TOWN = Unit("t1-gov", "一镇政府", UnitKind.TOWN, "庚", "xx-t1")
LADDER = Ladder(
    (
        Rung(RungLevel.VILLAGE, {Tier.SMALL: 3, Tier.COMPLEX: 5}),
        Rung(RungLevel.TOWN, {Tier.SMALL: 7}),
        Rung(RungLevel.COUNTY),
    )
)
TIERS = {
    Tier.SMALL: TierRule(Tier.SMALL, "小事", frozenset({Decider.VILLAGE})),
    Tier.COMPLEX: TierRule(Tier.COMPLEX, "复杂事", frozenset({Decider.COUNTY})),
    Tier.MAJOR: TierRule(Tier.MAJOR, "大事", frozenset({Decider.TOWN_COMMITTEE}), frozenset({Role.DISPATCHER})),
}


def well_led(county: County, **more: Any) -> County:
    """The county with a ladder, tiers, sponsors, task forces, a conference, kinds and a unit that was merged."""
    units = [county.units.get(code) for code in county.units.codes()]
    more_units = [
        Unit("grid-company", "供电公司", UnitKind.ENTERPRISE, "癸"),
        Unit("station", "一镇水管站", UnitKind.DEPARTMENT, "子", "xx-t1"),
        Unit("school", "一镇中心学校", UnitKind.DEPARTMENT, "丑", "xx-t1"),
        Unit("t1-police", "一镇派出所", UnitKind.POLICE, "寅", "xx-t1"),
    ]
    old = Unit("canals", "水渠管理站", UnitKind.DEPARTMENT, "辛")
    leads = {code: county.categories.get(code).lead for code in county.categories.codes()}
    told: dict[str, Any] = {
        "units": Units([*units, TOWN, GOVERNMENT, *more_units, old], leads),
        "government": "gov",
        "ladder": LADDER,
        "tiers": TIERS,
        "sponsors": Sponsors(
            {"l1": Leader("l1", "某甲", "县长"), "l2": Leader("l2", "某乙", "副县长")}, ("镇长", "书记", "民警", "干部")
        ),
        "task_forces": TaskForces(("roads",)),
        "conference": Conference("petition", ("petition", "water", "housing")),
        "kinds": Kinds(2, 30),
        "successors": (Successor("canals", "water", date(2026, 6, 1)),),
    }
    return replace(county, **told | more)
