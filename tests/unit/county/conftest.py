"""The county file of Ningshan, and a small right file into which single mistakes are planted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.county.county import County
from services.county.problem import CountyFileError, Problem
from services.county.reader import load, read

NINGSHAN = Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml"

SMALL = """\
county: {code: c, name: 小县}
wall: {recipient: u-discipline, otherwise: u-office}
whistle_kinds:
  - {code: ordinary, name: 常哨, length: 4, unit: working_hours}
clocks:
  - {name: check_in, title: 报到, anchor: department, starts: [whistle_blown], stops: [department_checked_in],
     length: by_whistle_kind, warn: [{percent: 50}]}
  - name: handling
    title: 办理
    anchor: matter
    starts: [whistle_blown]
    stops: [matter_concluded]
    length: {urgent: 1, livelihood: 3, hard: 7}
    unit: working_days
    breach: [{step: reminder}, {step: supervision, after: 1, unit: working_days}]
statutory: {tracked: []}
calendar:
  timezone: Asia/Shanghai
  office_hours: ["09:00-12:00", "13:00-18:00"]
  roll: true
  years:
    - {year: 2026, status: official, off: [10-01..10-07], work: [10-10]}
units:
  - {code: u-petition, name: 信访局, kind: petition_office, responsible: 甲}
  - {code: u-discipline, name: 纪委, kind: discipline, responsible: 乙}
  - {code: u-office, name: 政府办, kind: department, responsible: 丙}
  - {code: u-t1, name: 一镇政府, kind: town, place: c-t1, responsible: 丁}
categories:
  - {code: roads, name: 道路, lead: u-office, urgency: livelihood, keywords: [修路]}
  - {code: roads.lamps, name: 路灯, parent: roads, lead: u-t1, urgency: urgent, keywords: [路灯], weak: [夜里]}
places:
  - {code: c, name: 小县, kind: county}
  - {code: c-t1, name: 一镇, kind: town, parent: c}
  - {code: c-t1-v1, name: 一村, kind: village, parent: c-t1}
  - {code: c-t1-v1-s1, name: 一村网格, kind: grid, parent: c-t1-v1}
  - {code: c-t1-v1-g1, name: 一组网格, kind: grid, parent: c-t1-v1-s1, households: 50}
"""


@pytest.fixture(scope="session")
def ningshan_file() -> Path:
    """Where the county file of Ningshan lies."""
    return NINGSHAN


@pytest.fixture(scope="session")
def ningshan() -> County:
    """The county of Ningshan."""
    return load(NINGSHAN)


@pytest.fixture(scope="session")
def small() -> County:
    """A county of one village."""
    return read(SMALL.encode(), "small.yaml")


@pytest.fixture(scope="session")
def mistakes() -> Callable[..., list[Problem]]:
    """Plants (old, new) texts in the small file and gives the mistakes found in it."""

    def plant(*changes: tuple[str, str]) -> list[Problem]:
        text = SMALL
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} must stand in the small file once"
            text = text.replace(old, new)
        with pytest.raises(CountyFileError) as caught:
            read(text.encode(), "small.yaml")
        return caught.value.problems

    return plant


@pytest.fixture(scope="session")
def line_of() -> Callable[[str], int]:
    """The line of the small file on which a text stands."""
    return lambda text: SMALL[: SMALL.index(text)].count("\n") + 1
