"""Kills, absences, backups and restores on one hub: nothing is lost silently, and what a restore loses is named."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.integration.a_matter import CITY, WATER, Matter
from tests.integration.a_small_county import messages, reconciled
from tests.integration.evidence import SERVICES, database, document, journal
from tests.integration.hub_under_test import Hub, started, until
from tests.integration.under_load import under_load


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of this file's own: its databases are put back to what they were."""
    with started(tmp_path_factory.mktemp("brought back")) as running:
        yield running


def facts(hub: Hub) -> int:
    """How many facts all journals hold."""
    many = 0
    for service in SERVICES:
        with closing(database(hub, service)) as connection:
            many += connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    return many


def clean(hub: Hub) -> bool:
    """Whether, at rest, nothing differs anywhere."""
    hub.settle(60)
    found = reconciled(hub)
    assert found == []
    return True


def test_services_killed_in_the_middle_of_load_lose_nothing(hub: Hub) -> None:
    with under_load(hub) as whole:
        for service in SERVICES:
            told = facts(hub)
            until(lambda told=told: facts(hub) > told + 20, 30, "the load")
            before = hub.pid_of(service)
            os.kill(before, signal.SIGKILL)
            until(lambda at=service, pid=before: hub.pid_of(at) not in (0, pid), 30, f"{service} started again")
            until(lambda at=service: hub.answers(at, "/readyz"), 30, f"{service} ready again")
        led = len(whole)
        until(lambda: len(whole) > led + 10, 30, "lives after the last kill")
    assert clean(hub)
    assert {document(hub, "routing", "case", number)["status"] for number in whole} <= {"closed", "accepted"}  # type: ignore[index]


def test_a_service_left_out_for_an_hour_of_virtual_time_catches_up(hub: Hub, tmp_path: Path) -> None:
    file = messages(tmp_path / "without.jsonl", 12, first="2026-04-01T08:00:00", apart_minutes=13)
    told = json.loads(
        hub.countynet("replay", str(file), "--without", "oversight", "--without-for", "1h", "--json").stdout
    )
    assert (told["lives"], told["concluded"]) == (12, 12)
    assert clean(hub)


@pytest.fixture
def exported(hub: Hub, tmp_path: Path) -> Path:
    """The audit chain of a hub on which something happened."""
    Matter.concluded(hub)
    hub.settle()
    file = tmp_path / "chain.jsonl"
    hub.countynet("audit", "export", str(file))
    assert file.stat().st_mode & 0o077 == 0
    return file


def verified(hub: Hub, file: Path) -> tuple[int, list[dict[str, Any]]]:
    done = hub.countynet("audit", "verify", str(file), "--json", check=False)
    return done.returncode, json.loads(done.stdout)["findings"]


def test_an_exported_chain_holds_and_a_tampered_one_is_found_out(hub: Hub, exported: Path) -> None:
    assert verified(hub, exported) == (0, [])
    head, *blocks = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    entry = next(block for block in blocks if block["entries"])
    number = entry["number"]

    def code_of(*changed: dict[str, Any]) -> tuple[int, list[tuple[str, int]]]:
        exported.write_text("".join(json.dumps(line) + "\n" for line in (head, *changed)), encoding="utf-8")
        code, findings = verified(hub, exported)
        return code, [(finding["code"], finding["block"]) for finding in findings]

    other = json.loads(json.dumps(blocks))
    other[number - 1]["entries"][0]["actor"] = "u-0000000000000000"
    assert code_of(*other) == (1, [("changed_block", number)])
    code, found = code_of(*blocks[:-1])
    assert (code, found[0][0]) == (1, "cut_off")
    code, found = code_of(*blocks[: number - 1], *blocks[number:])
    assert code == 1
    assert ("missing_block", number) in found
    assert code_of(*blocks) == (0, [])


def test_a_tampered_database_shows_in_the_next_export(hub: Hub, exported: Path) -> None:
    with closing(database(hub, "oversight", write=True)) as connection:
        key, kept = connection.execute("SELECT id, body FROM doc_block ORDER BY id DESC LIMIT 1").fetchone()
        body = json.loads(kept)
        body["entries"][-1]["digest"] = "0" * 64
        connection.execute("UPDATE doc_block SET body = ? WHERE id = ?", (json.dumps(body).encode(), key))
        hub.countynet("audit", "export", str(exported))
        connection.execute("UPDATE doc_block SET body = ? WHERE id = ?", (kept, key))
    code, findings = verified(hub, exported)
    assert (code, [(finding["code"], finding["block"]) for finding in findings]) == (1, [("changed_block", int(key))])


def test_a_restored_subscriber_fetches_what_it_missed(hub: Hub, tmp_path: Path) -> None:
    matter = Matter.registered(hub)
    matter.known_to_routing()
    hub.settle()
    for service in ("intake", "oversight"):
        assert json.loads(hub.countynet("backup", service, "--to", str(tmp_path / service), "--json").stdout)["bytes"]
    matter.accept()
    matter.whistle(CITY)
    matter.check_in(CITY)
    hub.settle()
    for service in ("intake", "oversight"):
        hub.countynet("restore", service, "--from", str(tmp_path / service))
        until(lambda: document(hub, "intake", "matter", matter.number)["status"] == "handling")  # type: ignore[index]
    assert clean(hub)
    assert matter.followed()["status"] == "handling"
    entries = [fact for fact in journal(hub, "routing", matter.number)]
    assert [fact["type"].split(".")[2] for fact in entries] == [
        "matter_accepted",
        "whistle_blown",
        "department_checked_in",
    ]


def test_a_backup_never_overwrites_a_file_and_a_restore_refuses_what_is_no_backup(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("something", encoding="utf-8")
    refused = hub.countynet("backup", "routing", "--to", str(tmp_path / "there"), check=False)
    assert (refused.returncode, "exists already" in refused.stderr) == (2, True)
    refused = hub.countynet("restore", "routing", "--from", str(tmp_path / "there"), check=False)
    assert refused.returncode == 2
    hub.countynet("backup", "oversight", "--to", str(tmp_path / "of another"))
    refused = hub.countynet("restore", "routing", "--from", str(tmp_path / "of another"), check=False)
    assert refused.returncode == 2
    assert "oversight" in refused.stderr
    until(lambda: hub.answers("routing", "/readyz"), what="routing, which goes on with what it had")
    assert clean(hub)


def test_what_a_restored_source_lost_is_named_exactly_and_told_anew_without_a_number_repeated(
    hub: Hub, tmp_path: Path
) -> None:
    """The last of this file: what is lost here stays lost."""
    kept = Matter.registered(hub)
    kept.accept()
    hub.settle()
    hub.countynet("backup", "routing", "--to", str(tmp_path / "routing"))
    first = kept.whistle(CITY)["id"]
    kept.check_in(CITY)
    later = Matter.registered(hub)
    later.accept()
    hub.settle()
    lost = {
        fact["id"]: fact["subject"]
        for fact in [*journal(hub, "routing", kept.number)[1:], *journal(hub, "routing", later.number)]
    }
    assert len(lost) == 3
    assert clean(hub)

    hub.countynet("restore", "routing", "--from", str(tmp_path / "routing"))
    until(lambda: document(hub, "routing", "case", later.number), what="the registration, fetched again")
    hub.settle()
    found = reconciled(hub)
    assert {each["number"] for each in found if each["number"] != "-"} == {kept.number, later.number}
    assert named(found, "lost") == set(lost), "each fact that is gone, and no other"

    second = kept.whistle(WATER)["id"]
    later.accept()
    hub.settle()
    assert second != first, "no number is given twice"
    told = journal(hub, "routing", kept.number)[-1]
    assert (told["epoch"], told["after"], told["seq"]) == (2, 1, 2)
    diverged = {
        (inbox, row["stream"]): set(row["fact_ids"])
        for inbox in ("intake", "oversight")
        for row in [each["body"] for each in hub.ops(inbox, "/ops/diverged")["documents"]]
    }
    for inbox in ("intake", "oversight"):
        assert diverged[(inbox, f"case/{kept.number}")] == {id_ for id_, of in lost.items() if of == kept.number}
        assert diverged[(inbox, f"case/{later.number}")] == {id_ for id_, of in lost.items() if of == later.number}
    found = reconciled(hub)
    assert named(found, "lost") == set(lost)
    assert {each["number"] for each in found if each["kind"] == "diverged"} == {kept.number, later.number}
    ids = [fact["id"] for service in SERVICES for fact in journal(hub, service)]
    assert len(ids) == len(set(ids))


def named(found: list[dict[str, Any]], kind: str) -> set[str]:
    """The fact ids that the differences of a kind name."""
    text = json.dumps([each for each in found if each["kind"] == kind])
    return {word.strip("\"',[]()") for word in text.split() if len(word.strip("\"',[]()")) == 32}
