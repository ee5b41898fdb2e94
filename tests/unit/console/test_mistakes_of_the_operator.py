"""What an operator does wrong is told in one sentence with a fitting exit code, and the hub goes on."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from services.console.commands import journal, keeping, parked
from services.console.hub import ROOT, Hub
from services.console.main import main

COUNTY = str(ROOT / "deploy" / "counties" / "ningshan.yaml")


class QuietHub:
    """A hub whose processes only note what they were told."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = {"routing": settings}
        self.diary: list[str] = []

    def control(self, verb: str, service: str) -> None:
        self.diary.append(f"{verb} {service}")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    key = base64.b64encode(b"k" * 32).decode()
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps({"current": "k1", "keys": {"k1": key}, "blind": key}), encoding="utf-8")
    return {
        "AMQP_URI": "amqp://countynet:secret@127.0.0.1:1/countynet",
        "STORE_URI": f"sqlite:///{tmp_path}/routing.sqlite3",
        "COUNTY_FILE": COUNTY,
        "SEAL_KEYS": str(seal),
        "TOKEN_KEYS": str(seal),
        "WEB_PORT": "8102",
    }


@pytest.fixture
def hub(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> QuietHub:
    made = QuietHub(settings)

    def ready(_hub: Hub, services: list[str]) -> float:
        made.diary.append(f"ready {' '.join(services)}")
        return 0.1

    monkeypatch.setattr(keeping, "find_hub", lambda: made)
    monkeypatch.setattr(keeping, "until_ready", ready)
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def assert_one_sentence(told: str) -> None:
    assert len(told.strip().splitlines()) == 1, told
    assert "Traceback" not in told
    assert "Eventlet" not in told


def chassis(verb: str, settings: dict[str, str], file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"services.chassis.{verb}", "services.routing.service", str(file)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ | settings)


def test_a_backup_to_a_folder_that_is_not_there_is_one_sentence(hub: QuietHub) -> None:
    told = run("backup", "routing", "--to", "/nope/x")
    assert told.exit_code == 2
    assert_one_sentence(told.output)
    assert "no folder /nope" in told.output
    assert hub.diary == []


def test_the_backup_itself_tells_it_in_one_sentence_too(settings: dict[str, str]) -> None:
    done = chassis("backup", settings, Path("/nope/x"))
    assert (done.returncode, done.stdout) == (2, "")
    assert_one_sentence(done.stderr)
    assert "/nope/x" in done.stderr
    assert "allowed" in done.stderr


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE something (x)")
    connection.close()


@pytest.mark.parametrize("kind", ["text", "database", "cut"])
def test_a_restore_from_a_wrong_file_is_one_sentence_and_the_service_goes_on(
    hub: QuietHub, settings: dict[str, str], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "wrong"
    if kind == "text":
        file.write_text("no database at all", encoding="utf-8")
    elif kind == "database":
        other_database(file)
    else:
        assert chassis("backup", settings, tmp_path / "whole").returncode == 0
        file.write_bytes((tmp_path / "whole").read_bytes()[:5000])
    told = run("restore", "routing", "--from", str(file))
    assert told.exit_code == 2
    assert_one_sentence(told.output)
    assert hub.diary == ["stop routing", "start routing", "ready routing"]


def test_a_good_backup_is_restored(hub: QuietHub, tmp_path: Path) -> None:
    assert run("backup", "routing", "--to", str(tmp_path / "kept")).exit_code == 0
    assert run("restore", "routing", "--from", str(tmp_path / "kept")).exit_code == 0
    assert hub.diary == ["stop routing", "start routing", "ready routing"]


class Answers:
    """Stands for the operator's way into the services: answers by path, keeps what was posted."""

    def __init__(self, **by_end: Any) -> None:
        self.by_end = by_end
        self.posted: list[dict[str, Any]] = []

    def get(self, _service: str, _path: str, **query: Any) -> Any:
        return {"facts": [{}] if query["stream"] in self.by_end["streams"] else []}

    def post(self, _service: str, _path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.posted.append(body)
        return {"sent": 3}

    def pages(self, service: str, _path: str, _items: str) -> list[dict[str, Any]]:
        return list(self.by_end["rows"]) if service == "intake" else []


def test_a_stream_that_the_journal_does_not_know_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ops = Answers(streams={"case/1"})
    monkeypatch.setattr(journal, "find_hub", lambda: None)
    monkeypatch.setattr(journal, "Ops", lambda _: ops)
    told = run("journal", "republish", "routing", "--inbox", "intake", "--stream", "case/2")
    assert (told.exit_code, "case/2" in told.output, "does not know" in told.output) == (1, True, True)
    assert ops.posted == []
    assert run("journal", "republish", "routing", "--inbox", "intake", "--stream", "case/1").exit_code == 0
    assert ops.posted == [{"inbox": "intake", "stream": "case/1"}]


def test_the_list_of_parked_facts_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"id": "p1", "reason": "forked", "stream": "case/1", "seq": 4, "type": "t", "at": "2026-11-22T08:00:00Z"}
    monkeypatch.setattr(parked, "find_hub", lambda: None)
    monkeypatch.setattr(parked, "Ops", lambda _: Answers(rows=[row]))
    told = run("parked", "list")
    assert told.exit_code == 1
    assert "2026-11-22T08:00:00Z" in told.output


@pytest.mark.parametrize(
    ("text", "said"), [("places: [", "1 mistake\n"), ("county: {code: x}\nplaces: 3\n", "mistakes\n")]
)
def test_one_mistake_is_one(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")
    assert run("county", "check", str(file)).output.endswith(said)
