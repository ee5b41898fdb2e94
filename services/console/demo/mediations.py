"""Disputes that go to a mediation body: one ends in an agreement, one in a refused consent and a whistle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.console.demo.model import Act, Matter
from services.console.demo.scene import DISPATCHER, MEDIATOR, Scene, accepted, at, matter, rated, registered, whistle
from services.contracts.vocabulary import Channel


def mediations(scene: Scene) -> Iterator[Matter]:
    """Both, at the county's committee."""
    yield agreed(scene)
    yield refused(scene)


def agreed(s: Scene) -> Matter:
    """Neighbours on a water channel: consent, one session on site, a written agreement, followed up the same day."""
    place = s.village(1, 5)
    facts, manner = "两家共用一渠四十余年,今年垮塌两处无人修。", "本月内修好垮塌处,用水自今日起轮流。"
    terms = "水渠归上下两家共用,单日上家、双日下家;垮塌处上家出工、下家出料。"
    return matter(
        "agreed",
        registered(
            "08:20", s.petition(Channel.VISIT, place, "两家争一条引水渠", "上下两家争一条引水渠,吵了一个月,差点动手。")
        ),
        accepted("08:40", "justice.service"),
        at("09:00", Act.MEDIATE, DISPATCHER, body=s.committee(), text="双方愿意坐下来谈,请调解组织受理。"),
        at("09:20", Act.NAME_PARTIES, MEDIATOR, parties=_two(s, place)),
        at("09:40", Act.CONSENT, MEDIATOR, party=1, consents=True),
        at("09:50", Act.CONSENT, MEDIATOR, party=2, consents=True),
        at("10:10", Act.ASSIGN, MEDIATOR, by="assigned"),
        at("15:00", Act.SESSION, MEDIATOR, open=True, minutes="到渠边看了三处,两家老人都在,先说用水再说修渠。"),
        at("16:10", Act.AGREE, MEDIATOR, form="written", parties=2, facts=facts, terms=terms, manner=manner),
        at("17:30", Act.FOLLOW_UP, MEDIATOR, performance="partly", text="上家已清渠,下家的砂石明早进场。"),
        rated("17:40", "satisfied", comment="话说开了就好。"),
    )


def _two(s: Scene, place: str) -> list[dict[str, Any]]:
    """Both parties, as the body came to know them."""
    return [s.people.citizen(s.name(place)) for _ in range(2)]


def refused(s: Scene) -> Matter:
    """The other side does not consent: the mediation ends at once, and the matter goes on by a whistle."""
    place = s.village(6, 3)
    return matter(
        "refused",
        registered(
            "08:50",
            s.petition(Channel.PHONE, place, "合伙养蜂分不清账", "合伙养蜂两年,蜂箱和账都在他那里,叫他算账他不理。"),
        ),
        accepted("09:10", "justice.service"),
        at("09:30", Act.MEDIATE, DISPATCHER, body=s.committee(), text="账目不大,先试调解。"),
        at("09:50", Act.NAME_PARTIES, MEDIATOR, parties=_two(s, place)),
        at("10:10", Act.CONSENT, MEDIATOR, party=1, consents=True),
        at("10:40", Act.CONSENT, MEDIATOR, party=2, consents=False),
        whistle("11:10", "ordinary", "ns-judicial", (), "对方不愿调解,请指导诉讼或仲裁"),
        at("11:30", Act.CHECK_IN, "ns-judicial"),
        at("15:20", Act.REPLY, "ns-judicial", text="已帮助整理账目凭证,法律援助律师约在明日。"),
        at("15:50", Act.CONCLUDE, DISPATCHER, outcome="explained"),
        rated("16:30", "basically_satisfied"),
    )
