"""A real supervisor: each program has exactly the settings of the last `up`, whatever characters they hold."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import readiness, supervision
from deploy.local.launch import INHERITED, MARK
from deploy.local.plan import WAYS_OUT, Plan, plan_hub
from deploy.local.program import Program

README = Path(__file__).parents[2] / "README.md"
SMS_BODY = re.search(r"JSON that it takes \(`([^`]+)`\)", README.read_text(encoding="utf-8"))
assert SMS_BODY is not None, "README says what SMS_BODY may be"
AWKWARD = {
    "SMS_BODY": SMS_BODY[1],
    "QUOTED": '"both\' kinds" and one at the end"',
    "SLASHED": "C:\\new\\",
    "PERCENT": "50% %(here)s %%",
    "REMARKS": "before ; after # more, x=y",
    "LINES": "one\ntwo\r\n[program:three]",
    "EMPTY": "",
    "WORDS": "尊敬的居民",
}


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    base = next(base for base in range(50_200, 60_000, 200) if readiness.free(base + 85))
    planned = plan_hub(str(tmp_path / "a hub"), base)
    planned.secrets.mkdir(parents=True)
    planned.logs.mkdir()
    yield planned
    supervision.shut_down(planned)


def sleeper(plan: Plan, settings: dict[str, str]) -> Program:
    waiting = "import signal; signal.pause()"
    return Program("notify", [sys.executable, "-S", "-c", waiting], settings, plan.var, priority=50, port=0)


def environment_of(plan: Plan) -> dict[str, str]:
    """What the program itself was given, without what every process of a hub inherits."""
    supervision.start_program(plan, "notify")
    running = Path(f"/proc/{supervision.pid_of(plan, 'notify')}")
    assert supervision.until(lambda: b"signal.pause" in (running / "cmdline").read_bytes().split(b"\0-c\0")[-1], 10)
    assert supervision.until(lambda: b"launch.py" not in (running / "cmdline").read_bytes(), 10)
    pairs = (entry.split("=", 1) for entry in (running / "environ").read_bytes().decode().split("\0") if entry)
    found = {name: value for name, value in pairs}
    assert found[MARK] == str(plan.var)
    return {name: value for name, value in found.items() if name not in INHERITED}


def test_a_setting_that_is_taken_away_is_gone_at_the_next_up(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*WAYS_OUT, "AMQP_URI_FILE", "SUPERVISOR_ENABLED"):
        monkeypatch.setenv(name, "allow")
    supervision.start(plan, [sleeper(plan, {"SUBSCRIBER_LOOPBACK": "allow", "LOG_LEVEL": "INFO"})])
    assert environment_of(plan) == {"SUBSCRIBER_LOOPBACK": "allow", "LOG_LEVEL": "INFO"}
    before = supervision.pid_of(plan, "notify")
    supervision.start(plan, [sleeper(plan, {"LOG_LEVEL": "INFO"})])
    assert environment_of(plan) == {"LOG_LEVEL": "INFO"}
    assert supervision.pid_of(plan, "notify") != before


def test_the_supervisor_itself_inherits_nothing_that_is_a_setting(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URI", "smtp://planted")
    supervision.start(plan, [sleeper(plan, {})])
    supervisor = Path(f"/proc/{int((plan.var / 'supervisor.pid').read_text(encoding='utf-8'))}/environ")
    names = {entry.partition(b"=")[0].decode() for entry in supervisor.read_bytes().split(b"\0") if entry}
    assert names <= set(INHERITED)


def test_what_did_not_change_is_not_started_again_from_another_shell(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervision.start(plan, [sleeper(plan, AWKWARD)])
    environment_of(plan)
    before = supervision.pid_of(plan, "notify")
    monkeypatch.setenv("PATH", f"/nowhere:{os.environ['PATH']}")
    monkeypatch.setenv("SMS_BODY", "another")
    supervision.start(plan, [sleeper(plan, AWKWARD)])
    assert supervision.pid_of(plan, "notify") == before


def test_every_value_arrives_as_it_was_given(plan: Plan) -> None:
    supervision.start(plan, [sleeper(plan, AWKWARD)])
    assert environment_of(plan) == AWKWARD
    file = plan.secrets / "notify.settings.json"
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_settings_of_a_program_that_is_no_more_do_not_stay_on_disk(plan: Plan) -> None:
    further = Program("notify.1", [sys.executable], {"SMTP_URI": "smtp://planted"}, plan.var, priority=50, port=0)
    supervision.write_file(plan, [sleeper(plan, {}), further])
    assert (plan.secrets / "notify.1.settings.json").exists()
    supervision.write_file(plan, [sleeper(plan, {})])
    assert [file.name for file in plan.secrets.glob("*.settings.json")] == ["notify.settings.json"]
