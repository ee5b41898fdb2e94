"""`countynet replay` ends with nothing lost; and whatever is then taken, doubled or changed, `reconcile` names it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from services.chassis.seal import Seal
from tests.integration.a_matter import Matter
from tests.integration.a_small_county import messages, reconciled
from tests.integration.evidence import database, journal
from tests.integration.hub_under_test import Hub, started

LIVES = 18
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of this file's own: its journals are tampered with."""
    with started(tmp_path_factory.mktemp("reconciled")) as running:
        yield running


@pytest.fixture(scope="module")
def played(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `replay` told of a small file."""
    file = messages(tmp_path_factory.mktemp("messages") / "small.jsonl", LIVES)
    done = hub.countynet("replay", str(file), "--json")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def number(hub: Hub, played: dict[str, Any]) -> str:
    """One of the matters."""
    assert played["lives"] == LIVES
    return str(sorted(fact["subject"] for fact in journal(hub, "intake", fact="matter_registered"))[0])


@contextmanager
def tampered(hub: Hub, service: str, table: str, where: str, value: str) -> Iterator[Callable[[str, Any], None]]:
    """Change rows of one table past their service; they are as before afterwards."""
    with closing(database(hub, service, write=True)) as connection:
        kept = connection.execute(f"SELECT * FROM {table} WHERE {where} = ?", (value,)).fetchall()
        assert kept, f"no row of {table} to tamper with"
        yield lambda statement, *values: connection.execute(statement, values) and None
        connection.execute(f"DELETE FROM {table} WHERE {where} = ?", (value,))
        marks = ", ".join("?" * len(kept[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)


def kinds(found: list[dict[str, Any]]) -> set[str]:
    return {each["kind"] for each in found}


def test_every_message_is_concluded_and_nothing_differs(hub: Hub, played: dict[str, Any]) -> None:
    assert (played["lives"], played["concluded"], played["rejected"]) == (LIVES, LIVES, 0)
    assert reconciled(hub) == []
    assert all(hub.ops(name, "/ops/clock")["mode"] == "real" for name in ("intake", "routing", "oversight"))


def test_a_file_played_again_makes_nothing_anew(hub: Hub, played: dict[str, Any], tmp_path: Path) -> None:
    assert played
    before = len(journal(hub, "intake"))
    file = messages(tmp_path / "small.jsonl", LIVES)
    told = json.loads(hub.countynet("replay", str(file), "--json").stdout)
    assert told["concluded"] == LIVES
    assert len(journal(hub, "intake")) == before
    assert reconciled(hub) == []


@pytest.mark.parametrize(
    ("service", "table", "what"),
    [
        ("intake", "matter", "intake matter"),
        ("routing", "case", "routing case"),
        ("oversight", "docket", "oversight docket"),
    ],
)
def test_a_deleted_document_is_named(hub: Hub, number: str, service: str, table: str, what: str) -> None:
    with tampered(hub, service, f"doc_{table}", "id", number) as change:
        change(f"DELETE FROM doc_{table} WHERE id = ?", number)
        found = reconciled(hub)
    assert [(each["kind"], each["number"], each["field"], each["found"]) for each in found] == [
        ("document", number, what, "missing")
    ]


def test_a_deleted_text_is_named(hub: Hub, number: str) -> None:
    with tampered(hub, "routing", "doc_reply", "id", f"{number}-r1") as change:
        change("DELETE FROM doc_reply WHERE id = ?", f"{number}-r1")
        found = reconciled(hub)
    assert [(each["kind"], each["number"], each["field"]) for each in found] == [
        ("document", number, f"routing reply {number}-r1")
    ]


@pytest.fixture(scope="module")
def unlogged(hub: Hub, played: dict[str, Any]) -> str:
    """A matter that came by plain HTTP: no client's log knows what its citizen said."""
    assert played
    matter = Matter.registered(hub)
    matter.known_to_routing()
    matter.supplement("路灯仍然不亮。")
    matter.withdraw(reason="已经自己修好。")
    hub.settle()
    return matter.number


@pytest.mark.parametrize(("table", "suffix", "what"), [("story", "", ""), ("supplement", "-s1", "supplement")])
def test_deleted_words_are_named_without_any_log(hub: Hub, unlogged: str, table: str, suffix: str, what: str) -> None:
    id_ = unlogged + suffix
    with tampered(hub, "intake", f"doc_{table}", "id", id_) as change:
        change(f"DELETE FROM doc_{table} WHERE id = ?", id_)
        found = reconciled(hub)
    missing = [(each["number"], each["field"]) for each in found if each["kind"] == "document"]
    assert missing == [(unlogged, f"intake {what} {id_}" if what else "intake story")]
    assert {each["number"] for each in found} == {unlogged}
    assert reconciled(hub) == []


@pytest.mark.parametrize(
    ("table", "suffix", "change"),
    [("story", "", {"petitioners": "readable"}), ("story", "", {"key": "k1.A"}), ("request", "-r1", {"text": "s1.A"})],
)
def test_words_that_do_not_open_are_named_without_any_log(
    hub: Hub, unlogged: str, table: str, suffix: str, change: dict[str, str]
) -> None:
    found, _ = changed(hub, "intake", table, unlogged + suffix, lambda body: body.update(change))
    assert {(each["kind"], each["number"]) for each in found} == {("text", unlogged)}
    assert any(each["field"].startswith(table) for each in found)
    assert reconciled(hub) == []


@pytest.mark.parametrize(
    ("service", "fact"),
    [("intake", "matter_registered"), ("routing", "department_checked_in"), ("routing", "matter_concluded")],
)
def test_a_deleted_fact_is_named(hub: Hub, number: str, service: str, fact: str) -> None:
    (gone,) = journal(hub, service, number, fact)
    with tampered(hub, service, "journal", "fact_id", gone["id"]) as change:
        change("DELETE FROM journal WHERE fact_id = ?", gone["id"])
        found = reconciled(hub)
    assert {each["number"] for each in found} <= {number, "-"}, "and of no other matter"
    assert {"missing", "lost"} <= kinds(found) or "lost" in kinds(found)
    lost = [each["field"] for each in found if each["kind"] == "lost"]
    assert any(gone["id"] in field for field in lost), "the very fact is named"
    assert any(each["kind"] == "command" for each in found), "and the client's own command that it answers"
    assert reconciled(hub) == []


def test_the_same_fact_twice_in_a_journal_is_named(hub: Hub, number: str) -> None:
    told = journal(hub, "routing", number)
    first, last = told[0], told[-1]
    with tampered(hub, "routing", "journal", "number", number) as change:
        doubled = json.dumps(first | {"seq": last["seq"] + 1}).encode()
        change(
            "INSERT INTO journal SELECT (SELECT max(position) + 1 FROM journal), stream_id, epoch, ?, stream, fact_id,"
            " type, exchange, routing_key, number, ?, committed_at FROM journal WHERE fact_id = ?",
            last["seq"] + 1,
            doubled,
            first["id"],
        )
        found = reconciled(hub)
    assert {each["number"] for each in found} == {number}
    assert [first["id"] in str(each) for each in found if each["kind"] == "twice"] != []
    assert reconciled(hub) == []


def test_the_same_row_twice_in_a_timeline_is_named(hub: Hub, number: str) -> None:
    found, row = changed(hub, "intake", "matter", number, lambda body: body["timeline"].append(body["timeline"][1]))
    fact = row["timeline"][1]
    assert [(each["kind"], each["number"], each["expected"], each["found"]) for each in found] == [
        ("timeline", number, 1, 2)
    ]
    assert fact["fact"] in found[0]["field"]


def test_a_row_taken_from_a_timeline_is_named(hub: Hub, number: str) -> None:
    found, row = changed(hub, "intake", "matter", number, lambda body: body["timeline"].pop())
    assert [(each["kind"], each["number"], each["expected"], each["found"]) for each in found] == [
        ("timeline", number, 1, 0)
    ]
    assert row["timeline"][-1]["fact"] in found[0]["field"]


def test_a_changed_status_is_named_on_both_sides(hub: Hub, number: str) -> None:
    for service, table in (("intake", "matter"), ("routing", "case")):
        found, row = changed(hub, service, table, number, lambda body: body.update(status="declined"))
        assert {(each["kind"], each["number"]) for each in found} == {("status", number)}
        assert (f"{service} status", row["status"], "declined") in [
            (each["field"], each["expected"], each["found"]) for each in found
        ]


@pytest.mark.parametrize(
    ("service", "table", "field"), [("intake", "matter", "owner"), ("routing", "case", "category")]
)
def test_a_changed_code_is_named(hub: Hub, number: str, service: str, table: str, field: str) -> None:
    found, row = changed(hub, service, table, number, lambda body: body.update({field: "ns-changed"}))
    assert [(each["kind"], each["number"], each["field"], each["expected"], each["found"]) for each in found] == [
        ("field", number, f"{service} {field}", row[field], "ns-changed")
    ]


def test_a_sealed_story_that_was_changed_is_named_even_when_it_was_sealed_well(hub: Hub, number: str) -> None:
    seal = Seal.from_setting(str(hub.var / "secrets" / "seal.json"))

    def rewrite(body: dict[str, Any]) -> None:
        body["text"] = seal.opener(body["key"]).seal("story", number, "text", "另一个故事")

    found, _ = changed(hub, "intake", "story", number, rewrite)
    assert [(each["kind"], each["number"], each["field"]) for each in found] == [("text", number, "story text")]


def test_a_sealed_story_put_in_the_place_of_another_does_not_open(hub: Hub, number: str) -> None:
    found, _ = changed(hub, "intake", "story", number, lambda body: body.update(text=body["title"]))
    assert [(each["kind"], each["number"], each["field"]) for each in found] == [("text", number, "story text")]


def changed(
    hub: Hub, service: str, table: str, id_: str, change: Callable[[dict[str, Any]], Any]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What reconcile finds while one document's body is another one; and the body as it was."""
    with closing(database(hub, service)) as connection:
        (kept,) = connection.execute(f"SELECT body FROM doc_{table} WHERE id = ?", (id_,)).fetchone()
    body = json.loads(kept)
    change(body)
    with tampered(hub, service, f"doc_{table}", "id", id_) as write:
        write(f"UPDATE doc_{table} SET body = ? WHERE id = ?", json.dumps(body).encode(), id_)
        found = reconciled(hub)
    return found, dict(json.loads(kept))


def test_a_fact_that_a_subscriber_never_applied_is_named_and_repaired(hub: Hub, number: str) -> None:
    stream = f"case/{number}"
    with tampered(hub, "oversight", "handled", "stream", stream) as change:
        change("DELETE FROM handled WHERE stream = ?", stream)
        found = reconciled(hub)
    assert [(each["kind"], each["number"], each["field"]) for each in found] == [
        ("not_applied", number, f"oversight {stream}")
    ]
    assert reconciled(hub) == []
