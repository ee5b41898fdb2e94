"""The section `notify`: templates with their variables checked, quiet hours, the digest, addresses of units."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import time

import yaml
from marshmallow import fields as wire
from marshmallow import validate

from services.contracts.events.matter import MatterFact
from services.contracts.registry import FACTS
from services.contracts.vocabulary import Audience, MessageChannel, Role
from services.county import notify
from services.county.file.sheet import Row
from services.county.notify import Address, Notify, Quiet, Template
from services.county.units import Unit

TOLD: Mapping[str, type[MatterFact]] = {
    one.name: one
    for one in FACTS.values()
    if issubclass(one, MatterFact) and not one.walled and one.name != "sealed_data_read"
}
"""Facts that a template may be on: not who read sealed words, and never anything of an accusation (Art. 30)."""

CITIZENS = (MessageChannel.SMS, MessageChannel.EMAIL)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}\.[A-Za-z]{2,24}\Z")
_PHONE = re.compile(r"[0-9-]{7,20}\Z")
INSTANT_LENGTH, WORD_LENGTH, MANY_NAMED = 11, 16, 3


def read_notify(file: Row, units: Mapping[str, Unit]) -> Notify:
    """The section, or one that tells nobody anything where the county has none."""
    row = file.row("notify")
    if row is None:
        return Notify()
    row.only(("templates",), ("quiet", "digest", "addresses"))
    longest = max((len(unit.name) for unit in units.values()), default=0)
    templates: dict[str, Template] = {}
    for each in row.rows("templates", once="code"):
        made = _template(each, longest)
        if made is not None:
            templates[made.code] = made
    minutes = 10
    digest = row.row("digest")
    if digest is not None:
        digest.only(("minutes",))
        minutes = digest.whole("minutes", 1, 24 * 60) or minutes
    return Notify(tuple(templates.values()), _quiet(row.row("quiet")), minutes, _addresses(row, units))


def _template(row: Row, longest_unit: int) -> Template | None:
    row.only(("code", "on", "audience", "channels", "text"), ("to", "when", "urgent"))
    code, audience = row.code("code"), row.word("audience", Audience)
    on = row.text("on")
    fact = None if on is None else TOLD.get(on)
    if on is not None and fact is None:
        row.wrong("on", f"{on[:60]!r} is no fact of a matter", ", ".join(sorted(TOLD)))
    text = row.text("text", f"a text of 1 to {notify.LONGEST_TEXT} characters", notify.LONGEST_TEXT)
    channels = _channels(row, audience)
    if code is None or audience is None or fact is None or text is None:
        return None
    to = _recipients(row, audience, fact)
    variables = _variables(row, text, fact)
    made = Template(
        code, fact.name, audience, channels, text, to, _when(row, fact), row.flag("urgent", False), variables
    )
    _check_length(row, made, longest_unit)
    return made


def _channels(row: Row, audience: Audience | None) -> tuple[MessageChannel, ...]:
    among = tuple(MessageChannel) if audience in (None, Audience.STAFF) else CITIZENS
    allowed = f"a list of {', '.join(among)}"
    named = row.texts("channels", allowed)
    for name, line in named:
        if name not in among:
            row.sheet.note(line, row.at("channels"), f"is {name[:60]!r}", allowed)
    if row.has("channels") and not named:
        row.wrong("channels", "names no channel", allowed)
    return tuple(MessageChannel(name) for name, _ in named if name in among)


def _recipients(row: Row, audience: Audience, fact: type[MatterFact]) -> tuple[str, ...]:
    if audience is not Audience.STAFF:
        if row.has("to"):
            row.wrong("to", "is for staff", f"nothing for {audience}s: they are the matter's own")
        if audience is Audience.GUARDIAN and "guardian" not in fact.field_names:
            row.wrong("audience", f"is guardian, of whom {fact.name} does not tell", "guardian on sos_called alone")
        return ()
    fields = [name for name in (*notify.UNITS, *notify.MANY_UNITS) if name in fact.field_names]
    allowed = (*fields, *(f"{notify.ROLE}{role}" for role in Role))
    named = row.texts("to", f"a list of {', '.join(allowed)}")
    for name, line in named:
        if name not in allowed:
            row.sheet.note(line, row.at("to"), f"is {name[:60]!r}", ", ".join(allowed))
    if not named:
        row.wrong("to", "names nobody", f"a list of {', '.join(allowed)}")
    return tuple(name for name, _ in named)


def _variables(row: Row, text: str, fact: type[MatterFact]) -> tuple[str, ...]:
    known = [name for name in notify.VARIABLES if name in notify.ALWAYS or name in fact.field_names]
    allowed = ", ".join(f"{{{name}}}" for name in known)
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        row.wrong("text", "has a brace that is not closed", f"the variables {allowed}")
        return ()
    found = []
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name not in known or spec or conversion:
            row.wrong("text", f"uses {{{name[:60]}}}, which {fact.name} does not tell", f"the variables {allowed}")
        found.append(name)
    return tuple(dict.fromkeys(found))


def _when(row: Row, fact: type[MatterFact]) -> dict[str, frozenset[str | bool]]:
    table = row.row("when")
    if table is None:
        return {}
    made: dict[str, frozenset[str | bool]] = {}
    for name in table.keys:
        if name not in fact.field_names:
            table.wrong(name, f"is nothing that {fact.name} tells", ", ".join(sorted(fact.field_names)))
            continue
        field = fact.schema.fields[name]
        if isinstance(field, wire.Boolean):
            made[name] = frozenset({table.flag(name, False)})
            continue
        listed = isinstance(table.keys[name], yaml.SequenceNode)
        values = [value for value, _ in table.texts(name)] if listed else [table.text(name) or ""]
        choices = [str(c) for v in field.validators if isinstance(v, validate.OneOf) for c in v.choices]
        for value in values:
            if value and choices and value not in choices:
                table.wrong(name, f"is {value[:60]!r}", ", ".join(choices))
        made[name] = frozenset(value for value in values if value)
    return made


def _check_length(row: Row, template: Template, longest_unit: int) -> None:
    """A text that goes by SMS fits in one at its longest; Chinese names and words have a known most."""
    if MessageChannel.SMS not in template.channels:
        return
    lengths = {"number": 12, "county": 20, "place": 40, "category": 30}
    lengths |= dict.fromkeys(notify.UNITS, max(longest_unit, 20)) | dict.fromkeys(notify.INSTANTS, INSTANT_LENGTH)
    lengths |= dict.fromkeys(notify.MANY_UNITS, MANY_NAMED * (longest_unit + 1) + 6)
    lengths |= dict.fromkeys(notify.WORDS, WORD_LENGTH)
    bare = len(re.sub(r"\{[a-z_]*\}", "", template.text))
    most = bare + sum(lengths.get(name, 0) * template.text.count(f"{{{name}}}") for name in template.variables)
    if most > notify.LONGEST_SMS:
        row.wrong(
            "text", f"may come to {most} characters", f"at most {notify.LONGEST_SMS} for an SMS, variables filled"
        )


def _quiet(row: Row | None) -> Quiet | None:
    if row is None:
        return None
    row.only(("from", "to"))
    times = {}
    for key in ("from", "to"):
        said = row.text(key, 'a time of day such as "22:00"')
        if said is not None and _CLOCK.match(said) is None:
            row.wrong(key, f"is {said[:20]!r}", 'a time of day such as "22:00"')
        elif said is not None:
            times[key] = time.fromisoformat(said)
    if len(times) < 2:
        return None
    if times["from"] == times["to"]:
        row.wrong("to", "is the beginning itself", "another time than `from`")
    return Quiet(times["from"], times["to"])


def _addresses(row: Row, units: Mapping[str, Unit]) -> dict[str, Address]:
    table = row.row("addresses")
    if table is None:
        return {}
    table.only(("units",))
    listed = table.row("units")
    made: dict[str, Address] = {}
    for code in () if listed is None else listed.keys:
        assert listed is not None
        if units and code not in units:
            listed.wrong(code, "is no unit of this file", "the code of a unit")
        one = listed.row(code)
        if one is None:
            continue
        one.only((), ("email", "phone", "wecom"))
        for key, shape, allowed in (("email", _EMAIL, "an e-mail address"), ("phone", _PHONE, "a telephone number")):
            said = one.text(key)
            if said is not None and shape.match(said) is None:
                one.wrong(key, f"is {said[:60]!r}", allowed)
        made[code] = Address(one.text("email"), one.text("phone"), one.text("wecom"))
    return made
