"""How long something has left, in words, and the light of a call by the county's own warnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from services.county.county import County
from services.county.instants import moment


def left(due: str, now: str) -> str:
    """Such as `还剩 3 小时 20 分` or `已超 2 天 4 小时`, by the minute."""
    span = moment(due) - moment(now)
    return f"已超 {_told(-span)}" if span < timedelta(0) else f"还剩 {_told(span)}"


def _told(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    return f"{minutes} 分" if minutes else "不到 1 分钟"


def light(county: County, clock: str, start: str, due: str, now: str) -> str:
    """`red` after the end, `yellow` from the county's first warning of this clock on, else `green`."""
    at = moment(now)
    if at > moment(due):
        return "red"
    rule = county.clocks.rules.get(clock)
    warnings = () if rule is None else county.calendar.warnings(moment(start), moment(due), rule.warn, rule.unit)
    return "yellow" if any(each <= at for each in warnings) else "green"


def lights(county: County, now: str) -> Callable[[str, str, str], str]:
    """The light of a clock by its name, start and end, at one instant."""
    return lambda clock, start, due: light(county, clock, start, due, now)
