"""`countynet bench sweep`, small: it fills a store, sweeps what is due, tells both sizes and gives everything back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_a_sweep_is_measured_at_each_size_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "services.console.main", "bench", "sweep", "--open", "400", "--open", "1200"]
    done = subprocess.run(
        [*command, "--due", "10", "--json"], capture_output=True, text=True, check=False, timeout=120, cwd=ROOT,
        env={**os.environ, "COUNTYNET_VAR": str(tmp_path)},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert [row["open"] for row in told["sizes"]] == [400, 1200]
    assert all(row["us_per_due_clock"] > row["us_with_nothing_due"] / 10 > 0 for row in told["sizes"])
    assert done.returncode == (0 if told["ratio"] <= 2 else 1)
    assert list((tmp_path / "bench").iterdir()) == []
