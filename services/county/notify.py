"""What the county decided about notices: who is told of what in which words, when it is quiet, where units are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from services.contracts.vocabulary import Audience, MessageChannel
from services.county.calendar import COUNTY_TIME

ALWAYS = ("number", "county", "place", "category")
"""Variables that every template may use: the matter's number, and the county's own names."""
UNITS = ("owner", "to", "lead", "department", "replacement", "unit", "body")
"""Fields that hold one unit, or a mediation body: usable as variables and, for staff, as recipients."""
MANY_UNITS = ("assists", "units", "members", "departments")
INSTANTS = ("due", "check_in_by", "finish_by", "perform_by", "effective_at", "until", "ask_by", "reply_by")
WORDS = ("reason", "outcome", "kind", "ground", "clock", "form")
"""Fields that hold a code of a closed list, shown by its Chinese word."""
VARIABLES = (*ALWAYS, *UNITS, *MANY_UNITS, *INSTANTS, *WORDS)
"""Every variable that there is; beyond `ALWAYS` only those that the template's fact carries."""

ROLE = "role."
"""A recipient `role.dispatcher` is everybody of that role whose place the matter lies in."""
LONGEST_SMS, LONGEST_TEXT = 201, 500
"""Characters of one text at its longest: three parts of a long SMS, and what other channels take."""


@dataclass(frozen=True, slots=True)
class Template:
    """One notice: on which fact, for whom, by which channels in order of preference, in which words.

    `when` narrows it to facts whose fields hold one of some values; an `urgent` one heeds neither quiet hours nor the
    digest. `to` names recipients among the staff: fields of the fact that hold units, or roles.
    """

    code: str
    on: str
    audience: Audience
    channels: tuple[MessageChannel, ...]
    text: str
    to: tuple[str, ...] = ()
    when: Mapping[str, frozenset[str | bool]] = field(default_factory=dict)
    urgent: bool = False
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is disturbed, by the county's clock; they may span midnight."""

    start: time
    end: time

    def until(self, at: datetime) -> datetime | None:
        """When the quiet that holds at an aware instant ends; None where it is not quiet."""
        local = at.astimezone(COUNTY_TIME)
        clock = local.time()
        spans = self.start > self.end
        inside = clock >= self.start or clock < self.end if spans else self.start <= clock < self.end
        if not inside:
            return None
        ends = datetime.combine(local.date(), self.end, COUNTY_TIME)
        return ends if ends > local else ends + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a unit is reached besides in the hub; `wecom` is whom the robot mentions."""

    email: str | None = None
    phone: str | None = None
    wecom: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """The whole section; a county without it tells nobody anything by itself."""

    templates: tuple[Template, ...] = ()
    quiet: Quiet | None = None
    digest_minutes: int = 10
    units: Mapping[str, Address] = field(default_factory=dict)
