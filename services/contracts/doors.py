"""The doors of the workbench: which page is for whom. Every service shows the same links, each serves its own pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Door:
    """A page that a role may open: where it is, its name, and one line about it."""

    path: str
    name: str
    about: str
    roles: frozenset[Role]


def _door(path: str, name: str, about: str, *roles: Role) -> Door:
    return Door(path, name, about, frozenset(roles))


DOORS = (
    _door(
        "/work/intake/register",
        "登记诉求",
        "来信、来访、来电和网格上报在此登记",
        Role.CLERK,
        Role.GRID_WORKER,
    ),
    _door(
        "/work/intake/matters",
        "诉求台账",
        "按状态、渠道、属地查找诉求",
        Role.CLERK,
        Role.DISPATCHER,
        Role.GRID_WORKER,
        Role.LEADER,
        Role.SUPERVISOR,
    ),
    _door(
        "/work/intake/patrols",
        "网格走访",
        "记录走访，看本周还差哪些",
        Role.GRID_WORKER,
        Role.CLERK,
        Role.LEADER,
        Role.SUPERVISOR,
    ),
    _door(
        "/work/intake/reception",
        "接访",
        "谁在值班，开始和结束接访",
        Role.CLERK,
        Role.LEADER,
        Role.DISPATCHER,
        Role.GRID_WORKER,
    ),
    _door(
        "/work/routing/queue",
        "分流台",
        "受理、转送、吹哨，看各单位报到",
        Role.DISPATCHER,
        Role.LEADER,
        Role.SUPERVISOR,
    ),
    _door("/work/routing/calls", "本单位任务", "被召集的诉求，先到期的在前", Role.HANDLER),
    _door("/work/routing/waiting", "待本单位接办", "商请接办的诉求，待接的单", Role.HANDLER, Role.CLERK),
    _door(
        "/work/routing/kinds",
        "同类事项",
        "集中反映的问题，归并整改，看前后件数",
        Role.DISPATCHER,
        Role.LEADER,
        Role.SUPERVISOR,
    ),
    _door(
        "/work/mediation/cases",
        "调解",
        "征求意见、开调解会、登记协议、回访",
        Role.MEDIATOR,
        Role.CLERK,
        Role.DISPATCHER,
        Role.LEADER,
        Role.SUPERVISOR,
    ),
    _door(
        "/work/oversight/clocks",
        "时限台账",
        "正在走的时限，先到期的在前",
        Role.SUPERVISOR,
        Role.LEADER,
        Role.DISPATCHER,
    ),
    _door(
        "/work/oversight/figures",
        "指标与台账",
        "一段时间的满意率、同比、网格内处置率，各类台账",
        Role.SUPERVISOR,
        Role.LEADER,
        Role.DISCIPLINE,
    ),
    _door("/board", "看板", "今日登记、时限灯、三率", Role.LEADER, Role.SUPERVISOR, Role.DISPATCHER),
)
"""In the order in which a matter passes through them."""

CASE_READERS = frozenset(
    {Role.DISPATCHER, Role.CLERK, Role.LEADER, Role.SUPERVISOR, Role.HANDLER, Role.MEDIATOR},
)
"""Who may see how a matter is handled: routing's part on the page of a matter."""
CLOCK_READERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER, Role.CLERK, Role.HANDLER})
"""Who may see a matter's clocks: oversight's part on the same page."""


def doors_for(roles: Collection[str]) -> tuple[Door, ...]:
    """The doors that somebody with these roles may open."""
    return tuple(door for door in DOORS if any(role in door.roles for role in roles))
