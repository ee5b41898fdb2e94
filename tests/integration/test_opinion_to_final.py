"""An appeal up to its second review, and repeats that are joined, over all services (信访工作条例 Art. 31 to 36)."""

from __future__ import annotations

from typing import Any

from tests.integration.a_matter import CITY, Matter
from tests.integration.hub_under_test import Hub, until

PAPER = {
    "demand": "修好路灯",
    "facts": "路灯已坏半月",
    "opinion": "限期修复",
    "basis": "城市道路照明设施管理规定第二十二条",
}


def seen(matter: Matter) -> dict[str, Any]:
    """What the citizen sees."""
    body = {"number": matter.number, "query_code": matter.query_code}
    answer = matter.hub.call("intake", "POST", "/api/intake/follow", body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def shows(matter: Matter, status: str) -> dict[str, Any]:
    """Wait until the citizen's view shows a status."""
    until(lambda: seen(matter)["status"] == status, what=f"status {status}")
    return seen(matter)


def done(matter: Matter, step: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = matter.ask(f"{matter.path}/{step}", body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


def asks_for_review(matter: Matter) -> None:
    path = f"/api/intake/matters/{matter.number}/review-requests"
    answer = matter.hub.call("intake", "POST", path, {"query_code": matter.query_code, "reason": "不服"})
    assert answer.status_code == 202, answer.text


CLOCKS = ("transfer", "notice", "opinion", "ask_review", "review", "ask_second_review", "second_review")


def all_clocks_have_stopped(matter: Matter) -> None:
    """Each clock of the law ran once on this matter and was stopped in time by what it waited for."""
    path, token = f"/api/oversight/clocks?number={matter.number}", matter.hub.token("supervisor")

    def told() -> list[tuple[str, str, str]]:
        rows = matter.hub.call("oversight", "GET", path, token=token).json()["clocks"]
        return sorted((row["clock"], row["ended"] or "runs", row["light"]) for row in rows)

    wanted = sorted((clock, "stopped", "green") for clock in CLOCKS)
    until(lambda: told() == wanted, what="every clock of the law has stopped")


def test_an_appeal_goes_from_its_opinion_through_both_reviews_and_is_final(hub: Hub) -> None:
    matter = Matter.registered(hub)
    matter.known_to_routing()
    done(matter, "acceptance", {"branch": "opinion"})
    early = matter.ask(f"{matter.path}/on-the-spot", {"text": "已处理"})
    assert (early.status_code, early.json()["code"]) == (409, "opinion_missing")
    opinion = done(matter, "opinion", PAPER | {"outcome": "not_support", "unit": CITY})["opinions"][0]
    done(matter, "conclusion", {"outcome": "explained"})
    view = shows(matter, "concluded")
    told = next(row for row in view["timeline"] if row["type"] == "opinion_served")
    assert (told["outcome"], told["ask_by"]) == ("not_support", opinion["ask_by"])
    replies = hub.call("routing", "GET", f"{matter.path}/replies", token=view["token"]).json()["replies"]
    assert replies[0]["parts"] == PAPER

    asks_for_review(matter)
    shows(matter, "reviewing")
    same = matter.ask(f"{matter.path}/review", PAPER | {"outcome": "upheld", "unit": CITY})
    assert (same.status_code, same.json()["errors"][0]["code"]) == (422, "served_before")
    first = done(matter, "review", PAPER | {"outcome": "upheld"})
    assert first["status"] == "reviewed"
    decided_at = first["reviews"][0]["decided_at"]
    shows(matter, "reviewed")

    asks_for_review(matter)
    shows(matter, "second_reviewing")
    done(matter, "hearings", {"topic": "路灯由谁修", "at": decided_at})
    waiting = matter.ask(f"{matter.path}/review", PAPER | {"outcome": "changed"})
    assert (waiting.status_code, waiting.json()["code"]) == (409, "hearing_open")
    done(matter, "hearings/1/end", {"minutes": "各方发言", "findings": "事实清楚"})
    last = done(matter, "review", PAPER | {"outcome": "changed"})
    assert (last["status"], last["opinions"][2]["execution"]) == ("final", "under_way")
    assert len({each["unit"] for each in last["opinions"]}) == 3, "each by an organ above"
    shows(matter, "final")
    all_clocks_have_stopped(matter)
    assert (
        done(matter, "opinions/3/execution", {"state": "done", "text": "已修复"})["opinions"][2]["execution"] == "done"
    )

    again = Matter.registered(hub)
    again.known_to_routing()
    path = f"/api/intake/matters/{again.number}/joinings"
    assert hub.call("intake", "POST", path, {"into": matter.number}, token=hub.token("clerk")).status_code == 202
    until(lambda: any(r.get("reason") == "already_final" for r in seen(again)["requests"]), what="the refusal")
    refused = again.ask(f"{again.path}/acceptance", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_final")
    assert "Art. 36" in refused.json()["detail"]


def test_a_repeat_is_joined_and_its_citizen_hears_of_the_conclusion(hub: Hub) -> None:
    first, repeat = Matter.registered(hub), Matter.registered(hub)
    first.known_to_routing()
    repeat.known_to_routing()
    path = f"/api/intake/matters/{repeat.number}/joinings"
    assert hub.call("intake", "POST", path, {"into": first.number}, token=hub.token("clerk")).status_code == 202
    shows(repeat, "joined")
    done(first, "on-the-spot", {"text": "路灯已修好"})
    until(lambda: any(row["type"] == "joined_concluded" for row in seen(repeat)["timeline"]), what="the news")
    view = seen(repeat)
    replies = hub.call("routing", "GET", view["answers_at"], token=view["token"]).json()["replies"]
    assert [reply["text"] for reply in replies] == ["路灯已修好"]


def test_a_suggestion_and_a_settlement_conclude_and_are_shown_so(hub: Hub) -> None:
    suggestion = Matter.registered(hub, purpose="suggestion")
    suggestion.known_to_routing()
    done(suggestion, "acceptance", {})
    done(suggestion, "suggestion-answer", {"adopted": True, "partly": True, "text": "已采纳其中两条"})
    view = shows(suggestion, "concluded")
    assert next(row for row in view["timeline"] if row["type"] == "suggestion_answered")["partly"] is True

    quarrel = Matter.registered(hub)
    quarrel.known_to_routing()
    done(quarrel, "acceptance", {"tier": "small"})
    assert done(quarrel, "simplification", {})["reply_by"] is not None
    done(quarrel, "settlement", {"terms": "一方道歉，一方谅解", "parties": ["甲", "乙"]})
    assert shows(quarrel, "concluded")["status"] == "concluded"
