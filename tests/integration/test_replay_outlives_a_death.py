"""A replay outlives the death of a service: a real process is killed, comes back, and not one message is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.integration.hub_under_test import ROOT, SERVICES, Hub, until

MESSAGES = 24


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """A message a day in July 2019, answered the day after."""
    rows = [
        {
            "id": f"killed-{n}",
            "user": f"u{n}",
            "topic": "路灯不亮",
            "submitted_at": f"2019-07-{n + 1:02d}T09:00:00",
            "text": f"村口第{n + 1}盏路灯不亮,请派人来修。",
            "reply": "已修好。",
            "replied_at": f"2019-07-{n + 2:02d}T15:00:00",
        }
        for n in range(MESSAGES)
    ]
    path = tmp_path / "messages.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def has_replied(hub: Hub, run: str) -> bool:
    """Whether the run's own log says that a first message was answered."""
    return any('"reply"' in log.read_text() for log in (hub.var / "replay").glob(f"replay-{run}-*.jsonl"))


@pytest.mark.parametrize("service", ["routing", "intake"])
def test_a_killed_service_is_waited_for_and_every_message_is_led_to_its_end(
    hub: Hub, messages: Path, service: str
) -> None:
    hub.settle(60)
    run = f"killed-{uuid.uuid4().hex[:8]}"
    command = [sys.executable, "-m", "services.console.main", "replay", str(messages), "--json"]
    command += ["--run", run]
    environment = {**os.environ, "COUNTYNET_VAR": str(hub.var)}
    pid = hub.pid_of(service)
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as replay:
        until(lambda: replay.poll() is not None or has_replied(hub, run), 120, "a reply")
        assert replay.poll() is None, "it ended before anybody was killed"
        os.kill(pid, signal.SIGKILL)
        told, said = replay.communicate(timeout=240)
    assert replay.returncode == 0, told + said
    summary = json.loads(told)
    assert (summary["lives"], summary["rated"], summary["failed"]) == (MESSAGES, MESSAGES, 0)
    assert hub.pid_of(service) != pid
    for each in SERVICES:
        assert hub.ops(each, "/ops/clock")["mode"] == "real"
