"""However a fault run ends, no process of its hub is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = 909_090
VAR = ROOT / "var" / f"chaos-{SEED}"


def processes_of(var: Path) -> list[int]:
    """Processes that carry the hub's folder in their environment."""
    wanted = f"COUNTYNET_HUB={var}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_takes_its_hub_down_and_keeps_its_folder(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "services.console", "chaos", "--duration", "60", "--seed", str(SEED)]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert run.stderr is not None
    try:
        said = next((line for line in run.stderr if "the hub is up" in line), "")
        assert said, "the run ended before its hub was up"
        assert processes_of(VAR)
        os.kill(run.pid, number)
        run.stderr.read()
        assert run.wait(timeout=60) != 0
        assert processes_of(VAR) == []
        assert (VAR / "log" / "intake.log").exists()
    finally:
        run.kill()
        run.wait()
        shutil.rmtree(VAR, ignore_errors=True)
        VAR.with_suffix(".lock").unlink(missing_ok=True)
