"""What the wearer of a bracelet is told of a call: the county's own notices, none of which points to a query code.

A call answers the bracelet with the matter's number alone: no code is ever given out for it, so no notice names one.
A county that wants other words writes a template of its own `when: {channel: sos}`, which takes the place of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from services.contracts.vocabulary import Audience, Channel
from services.county.notify import Template

CODE = "查询码"
REGISTERED = "{county}一网通知：您的一键呼叫已收到，编号{number}，由{owner}处置，请保持电话畅通。"
OTHERWISE = "您的一键呼叫事项{number}有新进展，请向网格员了解。"
"""Where nothing is left of a notice that only pointed to the code."""
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
CALLS, OTHERS = frozenset({str(Channel.SOS)}), frozenset(str(each) for each in Channel if each is not Channel.SOS)


def with_wearers(templates: Sequence[Template]) -> tuple[Template, ...]:
    """The templates, where those for citizens that name a query code are not for calls, and one in its place is."""
    own = {one.on for one in templates if one.audience is Audience.CITIZEN and one.when.get("channel") == CALLS}
    taken, made = {one.code for one in templates}, list[Template]()
    for one in templates:
        pointing = one.audience is Audience.CITIZEN and CODE in one.text and "channel" not in one.when
        if not pointing:
            made.append(one)
            continue
        made.append(replace(one, when={**one.when, "channel": OTHERS}))
        if one.on not in own and f"{one.code}_sos" not in taken:
            made.append(_for_wearers(one))
    return tuple(made)


def _for_wearers(one: Template) -> Template:
    if one.on == "matter_registered":
        text = REGISTERED
    else:
        text = "".join(said for said in _SENTENCE.findall(one.text) if CODE not in said) or OTHERWISE
    names = tuple(dict.fromkeys(re.findall(r"{([a-z_]+)}", text)))
    return replace(one, code=f"{one.code}_sos", text=text, variables=names, when={**one.when, "channel": CALLS})
