"""The many matters of a day that take the usual road; how far each one comes is drawn, so that some stay open."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from services.console.demo.model import CITIZEN, Act, Matter, Step, Trouble
from services.console.demo.scene import DISPATCHER, TAKEN_IN_BY, Scene
from services.console.demo.sentences import sentences
from services.console.demo.turns import CITY, ENVIRONMENT
from services.contracts.vocabulary import Channel, PlaceKind

DOORS = {
    Channel.WEB: 30,
    Channel.PHONE: 27,
    Channel.VISIT: 18,
    Channel.GRID: 16,
    Channel.LETTER: 10,
    Channel.PATROL: 8,
    Channel.IMPORT: 6,
    Channel.SOS: 2,
}
"""How many come in through each door."""

OPEN, NOON, AFTERNOON, CLOSE = 8 * 60, 12 * 60, 14 * 60, 18 * 60
GRID = 10
"""Minutes between two instants of the day: the fewer instants, the fewer waits for the hub's rest."""

LATE = frozenset({7, 23, 41, 66, 88})
"""Which matters' departments come late to their whistle."""
ELSEWHERE = ("ns-transport", "ns-water", "ns-power", "ns-police", "ns-market", "ns-health")
RATINGS = ("satisfied", "satisfied", "satisfied", "satisfied", "basically_satisfied", "basically_satisfied")
FURTHEST = (7, 7, 7, 7, 7, 7, 6, 5, 4, 3, 2, 1)
"""How many steps of register, accept, whistle, check in, reply, conclude, rate a matter comes on this day."""


def ordinary(scene: Scene) -> Iterator[Matter]:
    """All of them, in the order of their registration."""
    doors = [channel for channel, count in DOORS.items() for _ in range(count)]
    scene.random.shuffle(doors)
    troubles = _troubles(scene.random)
    villages = scene.settlements()
    scene.random.shuffle(villages)
    for n, channel in enumerate(doors):
        begin = OPEN + (n * 500 // len(doors)) // GRID * GRID
        if NOON <= begin < AFTERNOON and channel is not Channel.WEB:
            begin = AFTERNOON
        yield _matter(scene, n, channel, begin, next(troubles), villages[n % len(villages)])


def waiting(scene: Scene) -> Iterator[Matter]:
    """What has just come in, and waits for whoever looks at the hub after the day was played: a matter a door."""
    troubles, villages = _troubles(scene.random), scene.settlements()
    for channel in DOORS:
        petition = _petition(scene, channel, next(troubles), scene.random.choice(villages))
        yield Matter(f"waiting-{channel}", (Step(0, Act.REGISTER, TAKEN_IN_BY[channel], petition),))


def just_called(scene: Scene) -> Matter:
    """What two departments have been called to this minute, and may still come in time to."""
    place = scene.village(1, 2)
    text = "夜宵摊的油烟直往楼上灌,收摊后污水倒在路边,孩子夜里咳得睡不着。"
    petition = scene.petition(Channel.WEB, place, "夜宵摊油烟和污水扰民", text)
    body = {"kind": "ordinary", "lead": CITY, "assists": [ENVIRONMENT], "reason": "油烟、污水两件事,请同到现场。"}
    return Matter(
        "just-called",
        (
            Step(0, Act.REGISTER, CITIZEN, petition),
            Step(0, Act.ACCEPT, DISPATCHER, {"category": "environment.pollution"}),
            Step(0, Act.WHISTLE, DISPATCHER, body),
        ),
    )


def _troubles(random: Random) -> Iterator[Trouble]:
    """Every trouble once before one comes again."""
    while True:
        deck = list(sentences().troubles)
        random.shuffle(deck)
        yield from deck


def _matter(scene: Scene, n: int, channel: Channel, begin: int, trouble: Trouble, village: str) -> Matter:
    key = f"ordinary-{n:03d}"
    first = Step(begin, Act.REGISTER, TAKEN_IN_BY[channel], _petition(scene, channel, trouble, village))
    if trouble.purpose == "enquiry":
        return Matter(key, tuple(_within_day([first, *_answered(scene, trouble, begin)])))
    steps = [first, *_whistled(scene, n, trouble, village, begin)]
    return Matter(key, tuple(_within_day(steps[: scene.random.choice(FURTHEST)] if n % 3 else steps)))


def _petition(scene: Scene, channel: Channel, trouble: Trouble, village: str) -> dict[str, object]:
    place = village
    if channel in (Channel.GRID, Channel.PATROL):
        grids = [c for c in scene.county.places.codes(PlaceKind.GRID) if scene.county.places.within(c, village)]
        place = scene.random.choice(grids)
    since, closing = scene.random.choice(sentences().since), scene.random.choice(sentences().closings)
    told = trouble.text.format(v=scene.name(village), g=scene.people.group(), s=since, n=scene.random.randint(2, 9))
    more: dict[str, object] = {"purpose": trouble.purpose}
    if channel in (Channel.VISIT, Channel.IMPORT):
        more["category"] = trouble.category
    return scene.petition(channel, place, trouble.title, told + closing, **more)


def _answered(scene: Scene, trouble: Trouble, begin: int) -> Iterator[Step]:
    """An enquiry is answered on the spot by the unit that leads in it."""
    at = _working(begin + GRID * scene.random.randint(1, 3))
    unit = scene.county.units.lead_for(trouble.category).code
    yield Step(at, Act.ON_THE_SPOT, DISPATCHER, {"text": trouble.reply, "unit": unit, "outcome": trouble.outcome})
    yield Step(_working(at + GRID * scene.random.randint(1, 6)), Act.RATE, CITIZEN, _rating(scene.random))


def _whistled(scene: Scene, n: int, trouble: Trouble, village: str, begin: int) -> Iterator[Step]:
    random, county = scene.random, scene.county
    lead = county.units.lead_for(trouble.category).code
    urgent = str(county.categories.get(trouble.category).urgency) == "urgent"
    assists = _assists(scene, n, lead, village)
    kind = "urgent" if urgent else "joint" if len(assists) > 1 else "ordinary"
    at = _working(begin + GRID * random.randint(1, 2))
    yield Step(at, Act.ACCEPT, DISPATCHER, {"category": trouble.category})
    body = {"kind": kind, "lead": lead, "assists": assists, "reason": f"{trouble.title},请按职责到场。"}
    yield Step(at, Act.WHISTLE, DISPATCHER, body)
    wait = 2 if urgent else random.randint(1, 5)
    if n in LATE:
        wait = 4 if urgent else 40
    at = _working(at + GRID * wait)
    yield Step(at, Act.CHECK_IN, lead)
    for each in assists:
        yield Step(at, Act.CHECK_IN, each)
    at = _working(at + GRID * random.randint(6, 18))
    for each in assists:
        yield Step(at, Act.REPLY, each, {"text": "配合单位已到现场,按分工办理完毕。"})
    yield Step(at, Act.REPLY, lead, {"text": trouble.reply.format(n=random.randint(2, 9))})
    at = _working(at + GRID * random.randint(1, 3))
    yield Step(at, Act.CONCLUDE, DISPATCHER, {"outcome": trouble.outcome})
    yield Step(at + GRID * random.randint(1, 4), Act.RATE, CITIZEN, _rating(random))


def _assists(scene: Scene, n: int, lead: str, village: str) -> list[str]:
    """One in four whistles calls the town too, one in nine also another department."""
    town = scene.town_unit(village)
    if n % 4:
        return []
    other = [unit for unit in ELSEWHERE if unit not in (lead, town)]
    return [town, scene.random.choice(other)] if n % 9 == 0 else [town]


def _rating(random: Random) -> dict[str, object]:
    return {"receiving": random.choice(RATINGS), "responsible": random.choice(RATINGS)}


def _working(at: int) -> int:
    """The same minute, or as long after the noon rest as it would lie in it."""
    return at + AFTERNOON - NOON if NOON <= at < AFTERNOON else at


def _within_day(steps: list[Step]) -> Iterator[Step]:
    """The steps up to the close of the offices; what comes later stays undone on this day."""
    for step in steps:
        if step.at > CLOSE:
            return
        yield step
