"""The commands as a person meets them: help, exit codes, errors that name what is allowed."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from services.console.hub import ROOT
from services.console.main import main

COUNTY = str(ROOT / "deploy" / "counties" / "ningshan.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def all_commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, each in group.commands.items():
        found += all_commands(each, (*path, name)) if isinstance(each, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("command", all_commands(main), ids=" ".join)
def test_every_command_has_help_exit_codes_and_json(command: tuple[str, ...]) -> None:
    told = run(*command, "--help")
    assert told.exit_code == 0
    assert "Exit codes:" in told.output
    assert "--json" in told.output


def test_the_commands_have_the_promised_names() -> None:
    names = {" ".join(command) for command in all_commands(main)}
    assert {
        "up", "down", "status", "county check", "county show", "user add", "user list", "user disable",
        "parked list", "parked show", "parked replay", "parked drop", "journal republish", "audit export",
        "audit verify", "backup", "restore", "replay", "reconcile", "bench lives",
    } <= names  # fmt: skip


def test_a_right_county_file_is_said_to_be_right() -> None:
    assert run("county", "check", COUNTY).exit_code == 0


def test_every_mistake_of_a_county_file_is_listed_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("county: {code: x}\nplaces: 3\n", encoding="utf-8")
    told = run("county", "check", str(file), "--json")
    assert told.exit_code == 1
    problems = json.loads(told.output)["problems"]
    assert len(problems) > 1
    assert all({"file", "line", "field", "what", "allowed"} <= set(problem) for problem in problems)


def test_without_a_hub_a_command_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTYNET_VAR", str(tmp_path))
    told = run("user", "list")
    assert (told.exit_code, "countynet up" in told.output) == (2, True)


def test_a_service_that_is_none_is_refused_with_those_that_are() -> None:
    told = run("backup", "kitchen", "--to", "x")
    assert told.exit_code == 2
    assert "intake" in told.output


def test_republishing_needs_either_a_stream_or_an_instant() -> None:
    told = run("journal", "republish", "routing", "--inbox", "intake")
    assert (told.exit_code, "--stream or --since" in told.output) == (2, True)


def test_an_inbox_that_does_not_listen_to_a_service_gets_nothing_from_it() -> None:
    told = run("journal", "republish", "intake", "--inbox", "mediation", "--stream", "matter/1")
    assert (told.exit_code, "does not listen" in told.output) == (2, True)


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_bytes(b"kept")
    assert run("backup", "routing", "--to", str(file)).exit_code == 2
    assert file.read_bytes() == b"kept"
