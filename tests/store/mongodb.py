"""A MongoDB for a test run: mongoeco, made and started on demand, and besides it the real one of TEST_MONGODB_URI."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "mongoeco_requirements.txt"
FOLDER = HERE.parents[1] / "var" / "mongoeco"
REAL = os.environ.get("TEST_MONGODB_URI", "").strip()
VERSIONS = ("3.13", "3.14", "3.15")
START_SECONDS = 60
MONGOECO = "mongodb-mongoeco"
"""The kind that is there wherever a Python for it is."""

NOT_RUN: list[str] = []
"""Why MongoDB's tests are not run, for the summary; with CI=true the run fails."""


@cache
def kinds() -> tuple[str, ...]:
    """Which MongoDBs a test is to run on: mongoeco where there is a Python for it, and the real one that is named."""
    real = ("mongodb-real",) if REAL else ()
    if python() is not None:
        return (MONGOECO, *real)
    if not real:
        NOT_RUN.append(f"TEST_MONGODB_URI is not set, and there is no Python {VERSIONS[0]} or later for mongoeco")
    return real


@cache
def python() -> str | None:
    """A Python that mongoeco runs on: on the PATH, or one that pyenv keeps."""
    candidates = [shutil.which(f"python{version}") for version in VERSIONS]
    pyenv = shutil.which("pyenv")
    if pyenv:
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()
        for version in VERSIONS:
            candidates += [str(found) for found in sorted(Path(root, "versions").glob(f"{version}.*/bin/python3"))]
    candidates.append(sys.executable)
    code = "import sys; sys.exit(sys.version_info < (3, 13))"
    for candidate in candidates:
        if candidate and subprocess.run([candidate, "-c", code], capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def made() -> Path:
    """The Python of mongoeco's environment, made when it is not there or its pins have changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready, interpreter = FOLDER / "pins.txt", FOLDER / "venv" / "bin" / "python"
        pins = REQUIREMENTS.read_text()
        if ready.exists() and ready.read_text() == pins and interpreter.exists():
            return interpreter
        found = python()
        assert found is not None, "asked for where `kinds` has none"
        ready.unlink(missing_ok=True)
        shutil.rmtree(FOLDER / "venv", ignore_errors=True)
        for command in (
            [found, "-m", "venv", str(FOLDER / "venv")],
            [str(interpreter), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"mongoeco could not be installed: {done.stderr.strip()[-500:]}")
        ready.write_text(pins)
        return interpreter


@contextmanager
def served() -> Iterator[str]:
    """A mongoeco of this run on a port of its own: `mongodb://host:port`; raises RuntimeError where it cannot be."""
    process = subprocess.Popen([str(made()), str(HERE / "mongoeco_server.py"), "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"mongoeco ended with {process.wait(START_SECONDS)} before it listened")
        yield address
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def uri(address: str, database: str) -> str:
    """The store's URI of one database at a server, with the options that the address came with."""
    parts = urlsplit(address)
    return parts._replace(path=f"/{database}").geturl()
