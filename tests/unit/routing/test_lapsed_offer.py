"""Whose offer of a matter has lapsed is told so; who never had one learns nothing of the matter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.routing.test_ownership_over_http import ROOM, N, accepted

__all__ = ["accepted"]
LIMIT = "2026-06-08T15:59:59Z"
"""Five working days after Monday, 1 June 2026."""


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
def test_whose_offer_lapsed_hears_so_and_nobody_else_hears_anything(accepted: Any, answer: str) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    seen = accepted.ask("water", "GET", f"/cases/{N}").headers["ETag"]
    accepted.service.on_clock(LIMIT)
    for headers in ({}, {"if_match": seen}):
        late = accepted.ask("water", "POST", f"{ROOM}/1/{answer}", {}, **headers)
        assert (late.status, late.code) == (409, "handover_lapsed")
    assert accepted.ask("dispatcher", "POST", f"{ROOM}/1/withdrawal", {}).code == "handover_lapsed"
    for who, path in (("roads", f"{ROOM}/1/{answer}"), ("water", f"{ROOM}/2/{answer}"), ("water", ROOM)):
        other = accepted.ask(who, "POST", path, {"to": "water", "reason": "x"} if path == ROOM else {})
        assert (other.status, other.code) == (404, "not_found")
    assert accepted.ask("water", "GET", f"/cases/{N}").status == 404
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "再请接办"})
    assert accepted.ask("water", "POST", f"{ROOM}/1/{answer}", {}).code == "handover_lapsed"
    assert accepted.does("water", f"{ROOM}/2/acceptance", {})["owner"] == "water"


def test_whoever_stepped_back_from_the_matter_hears_nothing_of_a_lapsed_offer_either(accepted: Any) -> None:
    accepted.does(
        "dispatcher", f"/cases/{N}/whistles", {"kind": "fast", "lead": "water", "assists": [], "reason": "办"}
    )
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    accepted.service.on_clock(LIMIT)
    stepped = {"unit": "water", "reason": "亲属", "replacement": "housing"}
    accepted.does("dispatcher", f"/cases/{N}/interests", stepped)
    said = accepted.ask("water", "POST", f"{ROOM}/1/acceptance", {})
    assert (said.status, said.code) == (404, "not_found")
