"""The county's templates laid out for quick asking: what a fact leads to, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.contracts.vocabulary import Audience, Channel, MessageChannel, Urgency
from services.county.county import County
from services.county.notify import ROLE, Address, Template
from services.county.succession import heirs
from services.notify.domain.following import AGENT, with_following
from services.notify.domain.picture import CITIZEN, GUARDIAN, Line, Pace
from services.notify.domain.sos import with_calls

NOBODY: tuple[tuple[str, Line], ...] = ()
ALWAYS_FIELDS = ("place", "category")


class Book:
    """Made once from the county file and the channels that are set up; knows nothing of matters."""

    def __init__(self, county: County, channels: frozenset[MessageChannel]) -> None:
        self.county = county
        self.channels = channels | {MessageChannel.IN_APP}
        templates = with_following(with_calls(county))
        self.templates: dict[str, Template] = {one.code: one for one in templates}
        self.pace = Pace(quiet=county.notify.quiet, minutes=county.notify.digest_minutes)
        self._on: dict[str, tuple[Template, ...]] = {}
        self._followed = {one.on: one for one in templates if one.to == (AGENT,)}
        self._keys: dict[tuple[str, str], str] = {}
        for one in templates:
            if one.to == (AGENT,):
                continue
            if one.audience in (Audience.STAFF, Audience.GUARDIAN) or not self.channels.isdisjoint(one.channels):
                self._on[one.on] = (*self._on.get(one.on, ()), one)

    def speaks_of(self, fact: str) -> bool:
        """Whether anybody may be told of facts of this name."""
        return fact in self._on or fact in self._followed

    @property
    def reaches_citizens(self) -> bool:
        """Whether any channel to citizens is set up."""
        return not self.channels.isdisjoint((MessageChannel.SMS, MessageChannel.EMAIL))

    def told_by(self, fact: str, data: Mapping[str, Any], at: str) -> tuple[tuple[str, Line], ...]:
        """Who is to be told what by one fact, as (recipient, line); a recipient that is not there is passed over."""
        templates = self._on.get(fact)
        if templates is None:
            return NOBODY
        told: dict[tuple[str, str], Line] = {}
        for template in templates:
            if any(data.get(name) not in allowed for name, allowed in template.when.items()):
                continue
            line = _line(template, data, at)
            for recipient in self._recipients(template, data, at):
                told[recipient, template.code] = line
        return tuple((recipient, line) for (recipient, _), line in told.items())

    def told_to_agent(self, fact: str, data: Mapping[str, Any], at: str) -> Line | None:
        """What an agent of the staff who follows the matter is told by one fact; None of what agents do not hear."""
        template = self._followed.get(fact)
        return None if template is None else _line(template, data, at)

    def listed(self) -> list[dict[str, Any]]:
        """The templates as people see them; `open` are the channels that are set up."""
        return [
            {
                "code": one.code,
                "on": one.on,
                "audience": str(one.audience),
                "to": list(one.to),
                "channels": [str(channel) for channel in one.channels],
                "open": [str(channel) for channel in one.channels if channel in self.channels],
                "urgent": one.urgent,
                "text": one.text,
            }
            for one in self.templates.values()
        ]

    def channel_for(self, template: Template, address: Address) -> MessageChannel | None:
        """The first of a template's channels that is set up and reaches this address; None where none does."""
        reached = {
            MessageChannel.SMS: address.phone,
            MessageChannel.EMAIL: address.email,
            MessageChannel.WECOM: address.wecom,
        }
        return next((one for one in template.channels if one in self.channels and reached.get(one)), None)

    def staff_of(self, code: str, data: Mapping[str, Any], at: str) -> list[str]:
        """The recipients among the staff of a template by its code; none where the county has it not."""
        template = self.templates.get(code)
        return [] if template is None else self._recipients(template, data, at)

    def goes_out(self, template: str) -> bool:
        """Whether any channel of a template is set up."""
        found = self.templates.get(template)
        return found is not None and not self.channels.isdisjoint(found.channels)

    def _recipients(self, template: Template, data: Mapping[str, Any], at: str) -> list[str]:
        """Whom a template names; of a unit whose duties went over to another by then, that one (Art. 24)."""
        if template.audience is Audience.CITIZEN:
            return [CITIZEN] if data.get("contactable") else []
        if template.audience is Audience.GUARDIAN:
            return [GUARDIAN] if data.get("guardian") else []
        found: list[str] = []
        for name in template.to:
            if name.startswith(ROLE):
                found.append(f"role/{name.removeprefix(ROLE)}/{MessageChannel.IN_APP}")
                continue
            value = data.get(name)
            units = [value] if isinstance(value, str) else value or []
            heard = heirs(self.county, map(self._unit_of_body, units), at)
            found += [self._unit(template, unit) for unit in heard if self._known(unit)]
        return list(dict.fromkeys(found))

    def _unit_of_body(self, code: str) -> str:
        body = self.county.mediation.bodies.get(code)
        return code if body is None else body.unit

    def _known(self, unit: str) -> bool:
        return self.county.units.exists(unit)

    def _unit(self, template: Template, unit: str) -> str:
        key = self._keys.get((template.code, unit))
        if key is None:
            address = self.county.notify.units.get(unit, Address())
            key = f"unit/{unit}/{self.channel_for(template, address) or MessageChannel.IN_APP}"
            self._keys[template.code, unit] = key
        return key


def _line(template: Template, data: Mapping[str, Any], at: str) -> Line:
    values = {name: data[name] for name in (*ALWAYS_FIELDS, *template.variables) if data.get(name) is not None}
    if template.audience is Audience.GUARDIAN and data.get("unit") is not None:
        values["unit"] = data["unit"]
    pressing = template.urgent or data.get("channel") == Channel.SOS
    if template.audience is Audience.STAFF:
        pressing = pressing or data.get("urgency") == Urgency.URGENT
    return Line(t=template.code, at=at, v=values, u=pressing)
