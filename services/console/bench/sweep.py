"""What a sweep of the clocks costs, measured by oversight's own program on a store of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services.console.hub import ROOT, folder

PROGRAM = "services.oversight.use_cases.measure_sweep"
NINGSHAN = ROOT / "deploy" / "counties" / "ningshan.yaml"

SIZES = (10_000, 1_000_000)


def measure(county: Path, clocks: Sequence[int], due: int, as_json: bool) -> int:
    """Run it with the store under `<var>/bench`, which is removed again; the program's exit code."""
    sizes = [word for n in clocks for word in ("--open", str(n))]
    options = ["--county", str(county), "--due", str(due), "--var", str(folder() / "bench"), *sizes]
    command = [sys.executable, "-W", "ignore", "-m", PROGRAM, *options, *(["--json"] if as_json else [])]
    return subprocess.run(command, check=False, cwd=ROOT).returncode
