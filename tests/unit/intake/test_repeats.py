from __future__ import annotations

import pytest

from services.contracts.events.review import MatterJoined
from services.contracts.fact import Fact
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake.domain import likeness
from services.intake.forms import repeats
from services.intake.use_cases import find_candidates, join
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, NAME, PHONE, Asking, Intake, staff
from tests.unit.intake.facts import codes

FAR = "ns-t02-v01"
NEIGHBOUR = {"name": "邻居甲", "phone": "13900139000"}


def candidates(intake: Intake, number: str, user: object = CLERK) -> list[dict[str, object]]:
    call = Asking({"number": number}, {}, {"limit": 20}, user)  # type: ignore[arg-type]
    found: list[dict[str, object]] = find_candidates.find_candidates(intake, call)["candidates"]  # type: ignore[arg-type]
    return found


def ask_joining(intake: Intake, number: str, into: str, reason: str | None = None) -> str:
    body = {"into": into, "reason": reason}
    told = intake.ask(join.ask_joining, repeats.JoiningForm, body, user=CLERK, number=number)
    return str(told["request"])


def joined(number: str, into: str, request: str | None = None) -> Fact:
    return MatterJoined(**codes(number), into=into, request=request)


def test_the_same_telephone_finds_the_same_person_in_another_town_however_it_is_written(intake: Intake) -> None:
    first = intake.register(place=FAR, title="另一件", text="完全不同的事情", category="labour")
    again = intake.register(petitioners=[{"name": "不同的名字", "phone": "+86 138-0013-8000"}])
    found = candidates(intake, again["number"])
    assert [each["number"] for each in found] == [first["number"]]
    assert found[0]["why"] == ["same_phone"]
    assert found[0]["score"] == likeness.POINTS["same_phone"]


def test_each_candidate_says_why_and_the_likest_stands_first(intake: Intake) -> None:
    same = intake.register()
    other_text = intake.register(title="要求修桥", text="河上没有桥，孩子上学要绕远路", category="transport.roads")
    neighbour = intake.register(petitioners=[NEIGHBOUR])
    intake.register(place=FAR, petitioners=[NEIGHBOUR | {"phone": "13700137000", "name": "路人乙"}], text="他事")
    found = candidates(intake, intake.register()["number"])
    assert [each["number"] for each in found] == [same["number"], other_text["number"], neighbour["number"]]
    assert found[0]["why"] == [
        "same_id_number",
        "same_phone",
        "same_name",
        "similar_text",
        "same_place",
        "same_category",
    ]
    assert found[0]["points"]["similar_text"] == likeness.TEXT_POINTS  # type: ignore[index]
    assert found[2]["why"] == ["similar_text", "same_place", "same_category"]
    assert all(each["score"] == sum(each["points"].values()) for each in found)  # type: ignore[attr-defined]


def test_like_words_alone_make_no_candidate(intake: Intake) -> None:
    intake.register(place=FAR, petitioners=[NEIGHBOUR])
    assert candidates(intake, intake.register()["number"]) == []


def test_finding_candidates_opens_nothing_and_leaves_no_name_on_the_disk(intake: Intake) -> None:
    intake.register()
    before = intake.names()
    assert candidates(intake, intake.register()["number"]) != []
    assert intake.names() == [*before, "matter_registered"]
    kept = intake.bytes_on_disk()
    assert NAME.encode() not in kept
    assert PHONE.encode() not in kept


def test_nobody_is_shown_a_candidate_that_is_not_theirs_to_see(intake: Intake) -> None:
    intake.register(place=FAR)
    number = intake.register()["number"]
    assert candidates(intake, number, staff(Role.CLERK, place="ns-t01")) == []
    assert len(candidates(intake, number)) == 1


def test_who_may_not_read_a_secret_name_does_not_learn_it_by_comparing(intake: Intake) -> None:
    secret = intake.register(secret=True, title="另一件", text="完全不同的事情", category="labour")["number"]
    number = intake.register()["number"]
    assert [each["number"] for each in candidates(intake, number)] == [secret]
    worker = staff(Role.GRID_WORKER, place="ns-t01")
    assert candidates(intake, number, worker) == []
    assert candidates(intake, secret, worker) == []
    assert intake.read(secret, worker)["petitioners"] is None


def test_an_accusation_is_nobodys_candidate_and_has_none(intake: Intake) -> None:
    accusation = intake.register(purpose="accusation")
    matter = intake.register()
    recognised = intake.register()
    intake.tell(facts.walled(recognised["number"]))
    assert candidates(intake, matter["number"]) == []
    with pytest.raises(Refusal) as refusal:
        candidates(intake, accusation["number"])
    assert refusal.value.status == 404


def test_a_joining_is_a_request_with_a_sealed_reason_and_asked_twice_it_is_the_same(intake: Intake) -> None:
    first, repeat = intake.register()["number"], intake.register()["number"]
    request = ask_joining(intake, repeat, first, "同一个人说同一条路")
    assert ask_joining(intake, repeat, first) == request
    fact = intake.last()
    assert (fact.type, fact.data["into"]) == ("countynet.intake.joining_requested.v1", first)
    assert [each["text"] for each in intake.read(repeat, CLERK)["comments"]] == ["同一个人说同一条路"]


def test_a_joined_matter_shows_its_own_citizen_how_the_first_one_goes(intake: Intake) -> None:
    first, repeat = intake.register(), intake.register(petitioners=[NEIGHBOUR])
    number, into = repeat["number"], first["number"]
    intake.tell(facts.accepted(into))
    request = ask_joining(intake, number, into)
    intake.tell(joined(number, into, request))
    intake.tell(facts.whistled(into))
    intake.rate(first)
    shown = intake.follow(repeat)
    assert (shown["status"], shown["joined_into"]) == ("joined", into)
    assert shown["requests"][0] | {"at": ""} == {
        "request": request, "kind": "joining", "at": "", "state": "granted", "into": into,
    }  # fmt: skip
    assert (shown["first"]["status"], shown["first"]["lead"]) == ("whistled", facts.LEAD)
    assert [row["type"] for row in shown["first"]["timeline"]] == ["matter_accepted", "whistle_blown"]
    assert shown["answers_at"] == f"/api/routing/cases/{into}/replies"
    assert intake.tokens.verify(shown["token"]).matter == into
    assert intake.read(into, CLERK)["joined"] == [number]
    assert intake.follow(first)["joined_count"] == 1
    assert intake.follow(first)["first"] is None


def test_a_joined_matter_that_goes_behind_the_wall_leaves_no_trace_with_the_first(intake: Intake) -> None:
    first, repeat = intake.register()["number"], intake.register()["number"]
    intake.tell(joined(repeat, first))
    intake.tell(facts.walled(repeat))
    assert intake.read(first, CLERK, "codes")["joined"] == []
    assert repeat not in str(intake.picture(first))


def test_a_refused_joining_says_why(intake: Intake) -> None:
    first, repeat = intake.register()["number"], intake.register()
    request = ask_joining(intake, repeat["number"], first)
    intake.tell(facts.request_refused(repeat["number"], request, "joining", "not_pending"))
    asked = intake.follow(repeat)["requests"][0]
    assert (asked["state"], asked["reason"]) == ("refused", "not_pending")


@pytest.mark.parametrize("into", ["999999999999", "accusation"])
def test_nothing_is_joined_to_what_one_may_not_see(intake: Intake, into: str) -> None:
    number = intake.register()["number"]
    wanted = intake.register(purpose="accusation")["number"] if into == "accusation" else into
    with pytest.raises(Refusal) as refusal:
        ask_joining(intake, number, wanted)
    assert (refusal.value.status, refusal.value.errors[0].field) == (422, "into")
    assert refusal.value.errors[0].code == "unknown_matter"


def test_texts_resemble_each_other_by_the_share_of_their_words() -> None:
    words = [f"{n:03}" for n in range(100)]
    assert likeness.resemblance(words[:32], words[:32]) == 1.0
    assert likeness.resemblance(words[:32], words[50:82]) == 0.0
    assert likeness.resemblance(words[:32], []) == 0.0
    assert 0.2 < likeness.resemblance(words[:24], words[12:36]) < 0.6


def confirmed(intake: Intake, number: str, repeats_: str, user: object = CLERK) -> dict[str, object]:
    return intake.ask(join.confirm_repeat, repeats.RepeatForm, {"repeats": repeats_}, user=user, number=number)  # type: ignore[arg-type]


def test_a_repeat_of_a_matter_that_is_over_is_confirmed_by_a_person_and_stays_a_matter_of_its_own(
    intake: Intake,
) -> None:
    first = intake.register()["number"]
    intake.tell(facts.accepted(first))
    intake.tell(facts.concluded(first))
    intake.tell(facts.closed(first))
    again = intake.register()["number"]
    [candidate] = candidates(intake, again)
    assert (candidate["joinable"], candidate["earlier"]) == (False, True)
    assert confirmed(intake, again, first) == {"number": again, "repeats": first}
    fact = intake.last()
    assert (fact.type, fact.data["repeats"]) == ("countynet.intake.repeat_confirmed.v1", first)
    confirmed(intake, again, first)
    assert intake.names().count("repeat_confirmed") == 1
    shown = intake.read(again, CLERK, "codes")
    assert (shown["repeats"], shown["status"], shown["joined_into"]) == (first, "registered", None)
    assert intake.read(first, CLERK, "codes")["repeats"] is None


def test_what_was_received_later_the_same_or_is_not_to_be_seen_is_not_repeated(intake: Intake) -> None:
    first = intake.register()["number"]
    intake.clock.at = "2026-11-23T04:00:00Z"
    again, accusation = intake.register()["number"], intake.register(purpose="accusation")["number"]
    for number, repeated, code in (
        (first, again, "not_the_earlier"),
        (first, first, "not_the_earlier"),
        (again, accusation, "unknown_matter"),
        (again, "999999999999", "unknown_matter"),
    ):
        with pytest.raises(Refusal) as refusal:
            confirmed(intake, number, repeated)
        assert [(each.field, each.code) for each in refusal.value.errors] == [("repeats", code)]
    intake.tell(joined(again, first))
    with pytest.raises(Refusal, match="joined"):
        confirmed(intake, again, first)


def test_a_repeat_does_not_lead_behind_the_wall(intake: Intake) -> None:
    first, again = intake.register()["number"], intake.register()["number"]
    confirmed(intake, again, first)
    intake.tell(facts.walled(first))
    shown = intake.read(again, CLERK, "codes")
    assert shown["repeats"] is None
    assert first not in str(shown)
