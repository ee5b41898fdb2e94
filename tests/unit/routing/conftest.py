"""A small county for routing's rules: two towns, three villages, five units, two kinds of whistle."""

from __future__ import annotations

import pytest

from services.contracts.vocabulary import PlaceKind, Urgency
from services.county.calendar import Calendar, OfficeHours, TimeUnit
from services.county.categories import Categories, Category
from services.county.clocks import Anchor, ClockRule, Length, WhistleKind
from services.county.county import Clocks, County, Wall
from services.county.places import Place, Places
from services.county.units import Unit, UnitKind, Units
from services.county.working_days import computed_year

DAYS = {Urgency.URGENT: 1, Urgency.LIVELIHOOD: 3, Urgency.HARD: 7}


def _places() -> Places:
    return Places(
        [
            Place("xx", "某县", PlaceKind.COUNTY, None),
            Place("xx-t1", "一镇", PlaceKind.TOWN, "xx"),
            Place("xx-t2", "二镇", PlaceKind.TOWN, "xx"),
            Place("xx-t1-v1", "一村", PlaceKind.VILLAGE, "xx-t1"),
            Place("xx-t1-v2", "二村", PlaceKind.VILLAGE, "xx-t1"),
            Place("xx-t2-v1", "三村", PlaceKind.VILLAGE, "xx-t2"),
        ]
    )


@pytest.fixture(scope="session")
def county() -> County:
    """2026 and 2027 as the law alone computes them; check-in in 30 minutes or 4 working hours."""
    units = [
        Unit("petition", "信访局", UnitKind.PETITION_OFFICE, "甲"),
        Unit("housing", "住建局", UnitKind.DEPARTMENT, "乙"),
        Unit("water", "水利局", UnitKind.DEPARTMENT, "丙"),
        Unit("roads", "交通局", UnitKind.DEPARTMENT, "丁"),
        Unit("court", "法院", UnitKind.COURT, "戊"),
        Unit("discipline", "纪委监委", UnitKind.DISCIPLINE, "己"),
    ]
    categories = [
        Category("housing", "城乡建设", None, "housing", Urgency.HARD),
        Category("water", "水务", None, "water", Urgency.LIVELIHOOD),
    ]
    kinds = {
        "fast": WhistleKind("fast", "急事哨", Length(30, TimeUnit.MINUTES)),
        "joint": WhistleKind("joint", "联办哨", Length(4, TimeUnit.WORKING_HOURS)),
    }
    handling = ClockRule(
        "handling",
        "办理",
        Anchor.MATTER,
        frozenset({"whistle_blown"}),
        frozenset({"matter_concluded"}),
        {urgency: Length(days, TimeUnit.WORKING_DAYS) for urgency, days in DAYS.items()},
    )
    return County(
        code="xx",
        name="某县",
        version="0123456789ab",
        places=_places(),
        units=Units(units, {category.code: category.lead for category in categories}),
        categories=Categories(categories),
        whistle_kinds=kinds,
        clocks=Clocks({"handling": handling}),
        calendar=Calendar(
            {year: computed_year(year) for year in (2026, 2027)},
            OfficeHours(((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600))),
        ),
        wall=Wall("discipline", "petition"),
    )
