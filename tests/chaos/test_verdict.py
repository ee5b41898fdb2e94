"""The verdict: a faultless hub is clean, and each thing that can go wrong is found and called by its name."""

from __future__ import annotations

from collections import Counter
from typing import Any

from services.console.chaos.poison import Poison, make
from services.console.chaos.verdict import Verdict, judge
from services.console.reconcile.model import Picture
from tests.unit.console.lives_of_facts import faultless

ONE, TWO = "123456789012", "210987654321"
NOW = "2026-11-22T08:00:00Z"


def a_picture() -> Picture:
    """Two whole lives, with timelines that name streams and seqs as intake's do."""
    picture = faultless(ONE, TWO)
    facts = {fact.id: fact for fact in picture.facts}
    for matter in picture.matters.values():
        for row in matter["timeline"]:
            fact = facts[row["fact"]]
            row["stream"], row["seq"] = fact.stream, fact.seq if fact.service != "intake" else None
    return picture


COUNTERS = {
    "rate/department/2026-11-22/water-unit/check_in.in_time": 1,
    "rate/department/2026-11-23/water-unit/check_in.late": 1,
    "rate/department/2026-11-22/water-unit/concluded.appeal.solved": 2,
    "rate/department/2026-11-22/water-unit/rated.satisfied": 2,
    "rate/department/2026-11-22/town-1/receiving.satisfied": 2,
    "rate/village/2026-11-22/chengguan-01/concluded.appeal.solved": 2,
}


def parked(message: Poison) -> list[dict[str, Any]]:
    return [{"inbox": row.inbox, "reason": row.reason, "fact": row.fact} for row in message.parked]


def verdict_on(picture: Picture, *fed: Poison, counters: dict[str, int] = COUNTERS) -> Verdict:
    return judge(picture, fed, counters)


def test_a_faultless_hub_with_exactly_the_poison_parked_is_clean() -> None:
    picture = a_picture()
    message = make("wrong schema", "999999999999", NOW)
    picture.parked = parked(message)
    assert verdict_on(picture, message) == Verdict()
    assert verdict_on(picture, message).clean


def test_poison_that_is_not_parked_and_a_fact_that_is_are_both_found() -> None:
    picture = a_picture()
    message = make("huge", "999999999999", NOW)
    stranger = {"inbox": "routing", "reason": "bug", "fact": "f-1"}
    picture.parked = [*parked(message)[1:], stranger]
    verdict = verdict_on(picture, message)
    assert verdict.not_parked == [message.parked[0]]
    assert [row.reason for row in verdict.parked_besides] == ["bug"]
    assert not verdict.clean


def test_a_fact_missing_in_a_timeline_is_lost() -> None:
    picture = a_picture()
    del picture.matters[ONE]["timeline"][3]
    kinds = Counter(difference.kind for difference in verdict_on(picture).lost)
    assert kinds["timeline"] == 2, "its fact id, and the client's own step"


def test_a_step_of_the_client_that_no_journal_holds_is_lost() -> None:
    picture = a_picture()
    picture.facts = [fact for fact in picture.facts if (fact.number, fact.name) != (ONE, "matter_rated")]
    assert "command" in {difference.kind for difference in verdict_on(picture).lost}


def test_a_row_told_twice_and_an_entry_chained_twice_are_twice() -> None:
    picture = a_picture()
    rows = picture.matters[TWO]["timeline"]
    rows.append(dict(rows[0]))
    picture.chain[rows[1]["fact"]] += 1
    assert {difference.kind for difference in verdict_on(picture).twice} == {"timeline", "chain"}


def test_a_matter_that_the_client_never_registered_was_registered_twice() -> None:
    picture = a_picture()
    picture.commands = [command for command in picture.commands if command.number != TWO]
    assert [difference.number for difference in verdict_on(picture).twice] == [TWO]


def test_rows_of_one_stream_in_another_order_are_out_of_order() -> None:
    picture = a_picture()
    rows = picture.matters[ONE]["timeline"]
    rows[2], rows[3] = rows[3], rows[2]
    found = verdict_on(picture).out_of_order
    assert found
    assert {(difference.kind, difference.number) for difference in found} == {("order", ONE)}


def test_a_counter_that_counted_a_conclusion_twice_is_wrong() -> None:
    name = "rate/department/2026-11-22/water-unit/concluded.appeal.solved"
    found = verdict_on(a_picture(), counters=COUNTERS | {name: 3}).wrong
    assert [(d.kind, d.field, d.expected, d.found) for d in found] == [
        ("counter", "water-unit concluded.appeal.solved", 2, 3)
    ]
