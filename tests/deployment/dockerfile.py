"""Reads deploy/Dockerfile and does its steps in a folder: what can be done of an image without an engine.

Known are the instructions that our file uses. Each stage gets a root folder; absolute paths of the image are paths
under it. COPY and the RUN steps that build (venv, pip, compileall) are really done; a RUN step that needs the base
image's own root (users) is collected in `left_out`, for the test to name.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deploy" / "Dockerfile"
IGNORED = ROOT / "deploy" / "Dockerfile.dockerignore"
ROOTS = ("opt", "app", "build", "usr/local/bin")
"""Where the image's own steps write; the same names elsewhere in a command are the base image's."""


@dataclass
class Stage:
    """One stage: its folder, what it tells its processes, and what could not be done here."""

    name: str
    root: Path
    folder: str = "/"
    settings: dict[str, str] = field(default_factory=dict)
    user: str = ""
    entrypoint: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def here(self, path: str) -> Path:
        """A path of the image on this machine."""
        return self.root / os.path.join(self.folder, path).lstrip("/")

    def placed(self, text: str) -> str:
        """A command with its absolute paths led under the stage's root."""
        return re.sub(rf"(?<![\w./])/({'|'.join(ROOTS)})(?=[/\s'\"]|$)", lambda m: f"{self.root}/{m[1]}", text)


class Build:
    """One build with its arguments; `stages` by name."""

    def __init__(self, folder: Path, service: str) -> None:
        self.folder = folder
        self.given = {"SERVICE": service}
        self.arguments: dict[str, str] = {}
        self.stages: dict[str, Stage] = {}
        self.kept = _patterns()

    def run(self, only: tuple[str, ...] = ()) -> Stage:
        """Do all stages (or those named), in order; the last one. Fails as the first step that fails."""
        stage: Stage | None = None
        for instruction, rest in instructions():
            if instruction == "FROM":
                name = rest.split(" AS ")[1].strip()
                stage = self.stages.get(name) or Stage(name, self.folder / name)
                stage.root.mkdir(parents=True, exist_ok=True)
                self.stages[name] = stage
            elif instruction == "ARG":
                name, _, default = rest.partition("=")
                self.arguments[name] = self.given.get(name, default)
            elif stage is not None and (not only or stage.name in only):
                getattr(self, f"do_{instruction.lower()}")(stage, self.filled(rest) if instruction != "RUN" else rest)
        assert stage is not None
        return stage

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda m: self.arguments[m[1]], text)

    def do_env(self, stage: Stage, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            stage.settings[name] = value

    def do_workdir(self, stage: Stage, rest: str) -> None:
        stage.folder = rest
        stage.here(".").mkdir(parents=True, exist_ok=True)

    def do_user(self, stage: Stage, rest: str) -> None:
        stage.user = rest

    def do_entrypoint(self, stage: Stage, rest: str) -> None:
        stage.entrypoint = json.loads(rest)

    def do_healthcheck(self, stage: Stage, rest: str) -> None:
        stage.healthcheck = json.loads(rest.partition("CMD ")[2])

    def do_label(self, stage: Stage, rest: str) -> None:
        del stage, rest

    do_expose = do_stopsignal = do_label

    def do_copy(self, stage: Stage, rest: str) -> None:
        words = shlex.split(rest)
        flags = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
        *sources, target = (word for word in words if not word.startswith("--"))
        for source in sources:
            origin = self.stages[flags["from"]].root / source.lstrip("/") if "from" in flags else self._sent(source)
            goal = stage.here(target)
            if origin.is_dir():
                shutil.copytree(origin, goal, dirs_exist_ok=True, symlinks=True)
                continue
            goal = goal / origin.name if target.endswith("/") else goal
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(origin, goal)
            if mode := flags.get("chmod"):
                goal.chmod(int(mode, 8))

    def do_run(self, stage: Stage, rest: str) -> None:
        if "useradd" in rest:
            stage.left_out.append(rest)
            return
        environment = {**os.environ, **stage.settings, **self.arguments}
        # Packages that this machine has fetched before are not fetched anew: they are checked by their hashes.
        kept_out = ("PYTHONPATH", "VIRTUAL_ENV", "PIP_NO_CACHE_DIR")
        environment = {k: v for k, v in environment.items() if k not in kept_out}
        done = subprocess.run(
            ["sh", "-c", stage.placed(rest)], cwd=stage.here("."), env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"RUN {rest}\n{done.stdout}{done.stderr}"

    def _sent(self, source: str) -> Path:
        """The build context as the ignore file lets it through, under `context`."""
        context = self.folder / "context"
        origin = ROOT / source
        assert origin.exists(), f"COPY {source}: there is no such thing"
        files = [p for p in origin.rglob("*") if p.is_file()] if origin.is_dir() else [origin]
        for file in files:
            name = file.relative_to(ROOT)
            if self.kept(str(name)):
                goal = context / name
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, goal)
        assert (context / source).exists(), f"COPY {source}: the ignore file keeps it from the builder"
        return context / source


def instructions() -> list[tuple[str, str]]:
    """The file's instructions, continued lines joined."""
    text = re.sub(r"\\\n", " ", FILE.read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines()]
    split = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(word, re.sub(r"\s+", " ", rest.strip())) for word, _, rest in split]


def _patterns() -> Callable[[str], bool]:
    """Whether the ignore file lets a path through; the last pattern that fits decides."""
    rows = [r.strip() for r in IGNORED.read_text(encoding="utf-8").splitlines() if r.strip() and not r.startswith("#")]

    def kept(path: str) -> bool:
        sent = True
        parts = path.split("/")
        for row in rows:
            pattern = row.lstrip("!")
            parents = ["/".join(parts[: n + 1]) for n in range(len(parts))]
            if pattern.startswith("**/"):
                fits = any(fnmatch(part, pattern[3:]) for part in parts)
            else:
                fits = any(fnmatch(parent, pattern) for parent in parents)
            sent = row.startswith("!") if fits else sent
        return sent

    return kept
