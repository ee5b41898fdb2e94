"""Any command in any order by anybody, over the routes themselves: never a fault of ours, and each no has a code."""

from __future__ import annotations

import random
from typing import Any

import pytest

from services.contracts.vocabulary import Status
from services.routing.domain.life import LEADING, NEXT, Step
from tests.unit.routing.conftest import USERS
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE, WHISTLE = f"/cases/{N}", f"/whistles/{N}-w1"
UNIT = ("water", "roads", "housing", "canals", "nobody", "t1-gov", "petition")
WORDS = {"reason": "请办理", "text": "说明", "minutes": "纪要", "decision": "议定", "name": "专班"}


def commands(dice: random.Random) -> tuple[str, dict[str, Any]]:
    """One command with a body that is often right, sometimes wrong."""
    unit, other = dice.choice(UNIT), dice.choice(UNIT)
    k = dice.choice(("1", "2", "x"))
    listed: list[tuple[str, dict[str, Any]]] = [
        (f"{CASE}/acceptance", {"tier": dice.choice(("small", "complex", "major")), "owner": unit}),
        (f"{CASE}/acceptance", {"tier": "small"}),
        (f"{CASE}/whistles", {"kind": "fast", "lead": unit, "assists": [other], "reason": "x"}),
        (f"{WHISTLE}/check-ins", {}),
        (f"{WHISTLE}/objections", {"reason": "not_competent", "text": "x"}),
        (f"{WHISTLE}/objections/{k}/decision", {"upheld": dice.random() < 0.5, "text": "x", "replacement": unit}),
        (f"{WHISTLE}/replies", {"text": "x"}),
        (f"{WHISTLE}/escalations", {"reason": "x"}),
        (f"{CASE}/escalations", {"reason": "x", "to": dice.choice(("town", "county", "village", "moon"))}),
        (f"{CASE}/conclusion", {"outcome": "solved"}),
        (f"{CASE}/handovers", {"to": unit, "reason": "x"}),
        (f"{CASE}/handovers/{k}/acceptance", {}),
        (f"{CASE}/handovers/{k}/refusal", {"reason": "x"}),
        (f"{CASE}/disputes", {"units": [unit, other], "reason": "x"}),
        (f"{CASE}/disputes/{k}/decision", {"lead": unit, "text": "x"}),
        (f"{CASE}/conferences", {"members": [unit, other]}),
        (f"{CASE}/conferences", {}),
        (f"{CASE}/conferences/{k}/minutes", {"minutes": "x", "lead": unit}),
        (f"{CASE}/sponsor", {"leader": dice.choice(("l1", "l2", "l9"))}),
        (f"{CASE}/task-force", {"name": "x", "lead": unit, "members": [other]}),
        (f"{CASE}/bindings", {"units": [unit, other]}),
        (f"{CASE}/plans", {"text": "x"}),
        (f"{CASE}/calls", {"reason": "x"}),
        (f"{CASE}/calls/{k}/answer", {"departments": [unit, other]}),
        (f"{CASE}/orders", {"departments": [unit, other]}),
        (f"{CASE}/orders/{k}/taking", {}),
        (f"{CASE}/orders/{k}/claim", {}),
        ("/kinds", {"category": "water", "place": "xx-t1", "numbers": [N, "223456789012"], "title": "x"}),
        (f"/kinds/k{k}/steps", {"text": "x"}),
    ]
    return dice.choice(listed)


EDGES = {(at, to) for (at, _), to in NEXT.items()}


@pytest.mark.parametrize("seed", range(8))
def test_no_sequence_of_commands_over_http_leaves_the_table(house: Any, seed: int) -> None:
    dice = random.Random(seed)
    house.service.county = well_led(house.service.county)
    house.registers()
    house.registers("223456789012")
    if seed:
        house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})
    before, done = house.ask("dispatcher", "GET", CASE).body, 0
    for _ in range(120):
        path, body = commands(dice)
        said = house.ask(dice.choice([*USERS, *("dispatcher",) * 6, "water", "roads"]), "POST", path, body)
        after = house.ask("dispatcher", "GET", CASE).body
        if said.status in (200, 201):
            done += 1
            assert after["status"] == before["status"] or (Status(before["status"]), Status(after["status"])) in EDGES
        else:
            assert 400 <= said.status < 500, (path, body, said.body)
            assert said.code, said.body
            assert after == before, "a refusal changes nothing"
        assert after["owner"] is not None
        before = after
    assert done


@pytest.mark.parametrize("step", [*LEADING], ids=str)
def test_every_step_of_leading_is_named_among_what_is_allowed(house: Any, step: Step) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    assert str(step) in house.ask("dispatcher", "GET", CASE).body["allowed"]
