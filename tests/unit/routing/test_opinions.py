"""Opinions over HTTP: what they must say, what waits for them, how they are carried out (信访工作条例 Art. 31, 32)."""

from __future__ import annotations

from typing import Any

import pytest

N = "123456789012"
CASE = f"/cases/{N}"
PAPER = {"demand": "修好井盖", "facts": "井盖已坏三月", "opinion": "限期修好", "basis": "城市道路管理条例第二十三条"}
OUT = {"branch": "arbitration", "to": "outside", "text": "请向劳动人事争议仲裁委员会申请仲裁"}


def accepted(house: Any, **more: Any) -> str:
    house.registers(**more)
    house.does("dispatcher", f"{CASE}/acceptance", {})
    return N


def served(house: Any, outcome: str = "support", **more: Any) -> dict[str, Any]:
    done: dict[str, Any] = house.does("dispatcher", f"{CASE}/opinion", PAPER | {"outcome": outcome} | more)
    return done


def test_an_appeal_that_needs_an_opinion_is_not_concluded_without_one(house: Any) -> None:
    accepted(house)
    assert house.does("dispatcher", f"{CASE}/branch", {"branch": "opinion"})["branch"] == "opinion"
    for step, body in (("conclusion", {"outcome": "explained"}), ("on-the-spot", {"text": "已处理"})):
        said = house.ask("dispatcher", "POST", f"{CASE}/{step}", body)
        assert (step, said.status, said.code) == (step, 409, "opinion_missing")
    served(house)
    done = house.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})
    assert (done["status"], done["responsible"]) == ("concluded", "petition")
    assert house.names() == ["matter_accepted", "branch_decided", "opinion_served", "matter_concluded"]


def test_an_opinion_tells_when_it_was_served_and_until_when_a_review_may_be_asked_for(house: Any) -> None:
    accepted(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    done = served(house, "not_support", served_at="2026-06-02T02:00:00Z", unit="water")
    opinion = done["opinions"][0]
    assert (opinion["n"], opinion["unit"], opinion["execution"]) == (1, "water", None)
    assert (opinion["served_at"], opinion["ask_by"]) == ("2026-06-02T02:00:00Z", "2026-07-02T15:59:59Z")
    told = house.facts()[-1].data
    assert (told["opinion"], told["outcome"], told["ask_by"]) == (1, "not_support", opinion["ask_by"])


def test_an_opinion_on_an_appeal_without_a_branch_decides_the_branch(house: Any) -> None:
    accepted(house)
    assert served(house)["branch"] == "opinion"
    assert house.names() == ["matter_accepted", "branch_decided", "opinion_served"]


def test_the_four_parts_of_an_opinion_are_the_citizens_to_read_and_lie_sealed(house: Any) -> None:
    accepted(house)
    served(house, "explain")
    paper = house.ask(N, "GET", f"{CASE}/replies").body["replies"][0]
    assert (paper["kind"], paper["parts"]) == ("opinion", PAPER)
    assert PAPER["demand"] in paper["text"]
    assert PAPER["demand"].encode() not in house.file.read_bytes()


@pytest.mark.parametrize("missing", sorted(PAPER))
def test_an_opinion_that_lacks_a_part_is_refused_by_its_name(house: Any, missing: str) -> None:
    accepted(house)
    body = {name: text for name, text in PAPER.items() if name != missing} | {"outcome": "explain"}
    said = house.ask("dispatcher", "POST", f"{CASE}/opinion", body)
    assert (said.status, [error["field"] for error in said.body["errors"]]) == (422, [missing])


def test_a_supporting_opinion_is_watched_until_it_is_carried_out(house: Any) -> None:
    accepted(house)
    assert served(house)["opinions"][0]["execution"] == "under_way"
    listed = house.ask("dispatcher", "GET", "/cases?execution=open").body["cases"]
    assert [each["number"] for each in listed] == [N]
    house.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})
    for state in ("refused", "under_way", "done"):
        done = house.does("dispatcher", f"{CASE}/opinions/1/execution", {"state": state, "text": "进展"})
        assert done["opinions"][0]["execution"] == state
    assert house.ask("dispatcher", "GET", "/cases?execution=open").body["cases"] == []
    again = house.ask("dispatcher", "POST", f"{CASE}/opinions/1/execution", {"state": "done", "text": "进展"})
    assert (again.status, again.code) == (409, "already_executed")
    assert house.ask("dispatcher", "POST", f"{CASE}/opinions/7/execution", {"state": "done", "text": "x"}).status == 404
    assert house.names()[-3:] == ["execution_reported"] * 3


def test_an_opinion_that_supports_nothing_has_nothing_to_carry_out(house: Any) -> None:
    accepted(house)
    served(house, "explain")
    said = house.ask("dispatcher", "POST", f"{CASE}/opinions/1/execution", {"state": "done", "text": "x"})
    assert (said.status, said.code) == (409, "nothing_to_execute")


def test_an_opinion_cannot_be_served_in_the_future_or_before_its_acceptance(house: Any) -> None:
    accepted(house)
    for at in ("2026-06-01T01:00:01Z", "2026-05-31T01:00:00Z"):
        said = house.ask("dispatcher", "POST", f"{CASE}/opinion", PAPER | {"outcome": "explain", "served_at": at})
        assert (said.status, said.body["errors"][0]["field"]) == (422, "served_at")


def test_the_four_first_branches_lead_out_and_the_citizen_is_told_where(house: Any) -> None:
    accepted(house)
    done = house.does("dispatcher", f"{CASE}/branch", OUT)
    assert (done["status"], done["to"], done["reason"], done["branch"]) == (
        "referred",
        "outside",
        "other_organ",
        "arbitration",
    )
    assert house.names()[-2:] == ["branch_decided", "matter_referred"]
    assert house.ask(N, "GET", f"{CASE}/replies").body["replies"][0]["text"] == OUT["text"]


def test_litigation_leads_to_justice_alone(house: Any) -> None:
    accepted(house)
    body = {"branch": "litigation", "to": "water", "text": "请向法院起诉"}
    said = house.ask("dispatcher", "POST", f"{CASE}/branch", body)
    assert (said.status, said.body["errors"][0]["code"]) == (422, "unknown_department")
    assert house.does("dispatcher", f"{CASE}/branch", body | {"to": "court"})["to"] == "court"


def test_an_acceptance_may_decide_the_branch_of_what_stays(house: Any) -> None:
    house.registers()
    said = house.ask("dispatcher", "POST", f"{CASE}/acceptance", {"branch": "litigation"})
    assert (said.status, said.body["errors"][0]["field"]) == (422, "branch")
    done = house.does("dispatcher", f"{CASE}/acceptance", {"branch": "statutory_duty"})
    assert (done["status"], done["branch"]) == ("accepted", "statutory_duty")
    other = house.ask("dispatcher", "POST", f"{CASE}/opinion", PAPER | {"outcome": "explain"})
    assert (other.status, other.code) == (409, "other_branch")


@pytest.mark.parametrize("step", ["branch", "opinion", "settlement", "simplification"])
def test_only_appeals_have_branches_and_opinions(house: Any, step: str) -> None:
    accepted(house, purpose="suggestion")
    bodies = {
        "branch": {"branch": "opinion"},
        "opinion": PAPER | {"outcome": "explain"},
        "settlement": {"terms": "互不追究"},
        "simplification": {},
    }
    said = house.ask("dispatcher", "POST", f"{CASE}/{step}", bodies[step])
    assert (said.status, said.code) == (409, "not_an_appeal")


@pytest.mark.parametrize(("adopted", "outcome"), [(True, "solved"), (False, "explained")])
def test_a_suggestion_is_studied_answered_and_so_concluded(house: Any, adopted: bool, outcome: str) -> None:
    accepted(house, purpose="suggestion")
    done = house.does("dispatcher", f"{CASE}/suggestion-answer", {"adopted": adopted, "text": "已研究"})
    assert (done["status"], done["outcome"]) == ("concluded", outcome)
    assert house.names()[-2:] == ["suggestion_answered", "matter_concluded"]
    assert house.facts()[-2].data["adopted"] is adopted


def test_an_appeal_is_not_answered_as_a_suggestion(house: Any) -> None:
    accepted(house)
    said = house.ask("dispatcher", "POST", f"{CASE}/suggestion-answer", {"adopted": True, "text": "已研究"})
    assert (said.status, said.code) == (409, "not_a_suggestion")


def test_a_settlement_makes_a_paper_and_concludes(house: Any) -> None:
    accepted(house)
    body = {"terms": "乙方七日内修好", "parties": ["甲方", "乙方"], "perform_by": "2026-06-08T15:59:59Z"}
    done = house.does("dispatcher", f"{CASE}/settlement", body)
    assert (done["status"], done["outcome"], done["responsible"]) == ("concluded", "solved", "petition")
    told = house.facts()[-2]
    assert (told.type.split(".")[2], told.data["perform_by"]) == ("settlement_reached", body["perform_by"])
    paper = house.ask(N, "GET", f"{CASE}/replies").body["replies"][0]
    assert paper["parts"] == {"parties": "甲方、乙方", "terms": body["terms"]}


def test_a_small_appeal_is_handled_the_short_way_in_ten_working_days(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})
    done = house.does("dispatcher", f"{CASE}/simplification", {})
    assert done["reply_by"] == "2026-06-15T15:59:59Z"
    assert house.facts()[-1].data["reply_by"] == done["reply_by"]
    again = house.ask("dispatcher", "POST", f"{CASE}/simplification", {})
    assert (again.status, again.code) == (409, "already_simplified")


def test_what_is_not_small_does_not_go_the_short_way(house: Any) -> None:
    accepted(house)
    said = house.ask("dispatcher", "POST", f"{CASE}/simplification", {})
    assert (said.status, said.code) == (409, "not_small")


def test_a_handler_serves_for_the_own_department_only(house: Any) -> None:
    accepted(house)
    house.does("dispatcher", f"{CASE}/whistles", {"kind": "fast", "lead": "water", "assists": [], "reason": "请办"})
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    foreign = house.ask("water", "POST", f"{CASE}/opinion", PAPER | {"outcome": "explain", "unit": "roads"})
    assert (foreign.status, foreign.code) == (403, "not_allowed")
    assert house.ask("housing", "POST", f"{CASE}/opinion", PAPER | {"outcome": "explain"}).status == 404
    assert house.does("water", f"{CASE}/opinion", PAPER | {"outcome": "explain"})["opinions"][0]["unit"] == "water"


@pytest.mark.parametrize(
    ("told", "until"),
    [("2026-12-31", "2026-12-31T15:59:59Z"), ("2026-06-01", "2026-06-01T15:59:59Z"), ("2026-05-31", None)],
)
def test_a_settlement_is_performed_by_a_day_until_its_end_in_the_county(
    house: Any, told: str, until: str | None
) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    said = house.ask("dispatcher", "POST", f"{CASE}/settlement", {"terms": "分期付清", "perform_by": told})
    if until is None:
        assert (said.status, said.body["errors"][0]["field"]) == (422, "perform_by")
    else:
        fact = next(each for each in house.facts() if "settlement_reached" in each.type)
        assert (said.status, fact.data["perform_by"]) == (200, until)
