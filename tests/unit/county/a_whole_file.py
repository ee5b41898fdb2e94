"""A right county file of two villages with every section in it, a row a line, into which mistakes are planted."""

from __future__ import annotations

import pytest

from services.county.problem import CountyFileError, Problem
from services.county.reader import read

WHOLE = """\
county: {code: c, name: 小县}
wall: {recipient: u-discipline, otherwise: u-office}
whistle_kinds:
  - {code: ordinary, name: 常哨, length: 4, unit: working_hours}
clocks:
  - name: check_in
    title: 报到
    anchor: department
    starts: [whistle_blown]
    stops: [department_checked_in]
    length: by_whistle_kind
  - name: handling
    title: 办理
    anchor: matter
    starts: [whistle_blown]
    stops: [matter_concluded]
    length: {urgent: 1, livelihood: 3, hard: 7}
    unit: working_days
statutory: {tracked: [transfer]}
calendar: {timezone: Asia/Shanghai, office_hours: ["09:00-12:00"], roll: true}
units:
  - {code: u-petition, name: 信访局, kind: petition_office, responsible: 甲}
  - {code: u-discipline, name: 纪委, kind: discipline, responsible: 乙}
  - {code: u-office, name: 政府办, kind: department, responsible: 丙}
  - {code: u-roads, name: 交通局, kind: department, responsible: 丁}
  - {code: u-t1, name: 一镇政府, kind: town, place: c-t1, responsible: 戊}
  - {code: u-spare, name: 档案馆, kind: department, responsible: 卯}
  - {code: u-v1, name: 一村村委会, kind: village, place: c-v1, responsible: 己}
categories:
  - {code: roads, name: 道路, lead: u-roads, urgency: livelihood, keywords: [修路]}
  - {code: roads.lamps, name: 路灯, parent: roads, lead: u-t1, urgency: urgent, keywords: [路灯]}
tiers:
  small: {name: 小事, decides: [village]}
  complex: {name: 难事, decides: [cadre], roles: [leader], measures: [mediation]}
  major: {name: 大事, decides: [town_committee], roles: [leader]}
ladder:
  - {level: village, after: {small: 3}}
  - {level: town, after: {small: 5}}
  - {level: county}
steps:
  - {code: tell, name: 说, facts: [matter_registered]}
  - {code: judge, name: 评, facts: [matter_rated]}
affairs:
  - {code: village, name: 村里事, categories: [roads]}
  - {code: family, name: 家里事}
sponsors:
  five_to_one: [书记]
  leaders:
    - {code: l1, name: 庚, post: 县长}
    - {code: l2, name: 辛, post: 书记, place: c-t1}
task_forces: {members: [u-office]}
conference: {body: u-petition, members: [u-office, u-roads]}
kinds: {group_at: 3}
handovers: {length: 3, unit: working_days}
sos: {kind: urgent}
grave: {units: [u-office]}
attachments: {most_mb: 10, types: [image/png]}
successors:
  - {unit: u-roads, to: u-office, from: 2026-07-01}
grid_duties:
  visits_per_week: 4
  duties: [{code: look, name: 巡查}]
contact_cards:
  posts: [secretary]
  items: [{code: help, name: 帮扶}]
contact_network:
  visits: monthly
  pairs:
    - {leader: l1, place: c-t1}
    - {unit: u-office, place: c-v1}
rosters:
  - {code: daily, name: 每日, level: village, places_of: village, cycle: daily, from: "08:30", to: "17:30",
     duty: [{posts: [secretary]}]}
  - code: days
    name: 民意5来听
    level: town
    place: c-t1
    cycle: monthly
    days: [5, 15, 25]
    from: "09:00"
    to: "12:00"
    seats: {leads: 1, assists: 1}
    duty:
      - {day: 5, people: [{name: 壬, post: 镇长}, {name: 癸, post: 干部}]}
      - {day: 15, people: [{name: 壬, post: 镇长}, {name: 癸, post: 干部}]}
      - {day: 25, people: [{name: 壬, post: 镇长}, {name: 癸, post: 干部}]}
elements:
  - {code: e1, name: 水塔, kind: thing, grid: c-g1}
mediation:
  bodies:
    - {code: b1, name: 调委会, kind: village, place: c-v1, unit: u-v1, committee: true}
  mediators:
    - {code: m1, name: 子, body: b1, kind: elder, background: 老党员}
notify:
  templates:
    - {code: registered, on: matter_registered, audience: citizen, channels: [sms], text: "编号{number}"}
places:
  - {code: c, name: 小县, kind: county}
  - {code: c-t1, name: 一镇, kind: town, parent: c}
  - {code: c-o1, name: 管区, kind: office, parent: c-t1}
  - {code: c-v1, name: 一村, kind: village, parent: c-o1, posts: {secretary: 丑}}
  - {code: c-v2, name: 二村, kind: village, parent: c-t1, posts: {secretary: 寅}}
  - {code: c-z1, name: 一组, kind: group, parent: c-v1}
  - {code: c-g1, name: 一组网格, kind: grid, parent: c-z1, households: 50, at: [10, 990]}
  - {code: c-h1, name: 联系户, kind: household, parent: c-g1}
"""


def line_of(text: str, whole: str = WHOLE) -> int:
    """The line on which a text stands."""
    return whole[: whole.index(text)].count("\n") + 1


def planted(*changes: tuple[str, str]) -> str:
    """The file with (old, new) texts changed; each old text stands in it once and keeps its number of lines."""
    text = WHOLE
    for old, new in changes:
        assert WHOLE.count(old) == 1, f"{old!r} must stand in the whole file once"
        assert old.count("\n") == new.count("\n"), f"{old!r} must keep its lines"
        text = text.replace(old, new)
    return text


def mistakes_in(text: str) -> list[Problem]:
    """The mistakes of a file that has some."""
    with pytest.raises(CountyFileError) as caught:
        read(text.encode(), "whole.yaml")
    return caught.value.problems
