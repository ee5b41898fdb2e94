"""The image's own steps, done in clean folders: what is in it, that it starts, is ready, and stops when told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from deploy.local import readiness, supervision
from deploy.local.plan import Plan, plan_hub
from services.chassis.keys import init
from tests.deployment.dockerfile import ROOT, Build, Stage, instructions
from tests.deployment.test_one_machine import free_base, hub
from tests.deployment.tools import hadolint

SERVICES = ("intake", "routing", "mediation", "oversight", "notify", "console")
SHELVES = {"__init__.py", "chassis", "contracts", "county"}
TESTED = ("supervisor", "pytest", "mypy", "ruff", "pip", "playwright", "hypothesis", "jsonschema")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stage that is the same for every service: its environment, installed by hashes."""
    folder = tmp_path_factory.mktemp("image")
    Build(folder, "intake").run(only=("packages",))
    return folder


@cache
def image_of(packages: Path, service: str) -> Stage:
    """The last stage of one service, its environment shared with the others by a link, as layers are."""
    folder = packages / f"of-{service}"
    build = Build(folder, service)
    folder.mkdir()
    (folder / "packages").symlink_to(packages / "packages")
    build.stages["packages"] = Stage("packages", folder / "packages")
    build.run(only=("code",))
    image = Stage("image", folder / "image")
    build.stages["image"] = image
    for instruction, rest in _steps_of("image"):
        if instruction == "COPY" and "--from=packages" in rest:
            image.here("/opt").mkdir(parents=True, exist_ok=True)
            image.here("/opt/countynet").symlink_to(packages / "packages" / "opt" / "countynet")
        elif instruction == "RUN":
            build.do_run(image, rest)
        elif instruction != "ARG":
            getattr(build, f"do_{instruction.lower()}")(image, build.filled(rest))
    return image


def _steps_of(stage: str) -> list[tuple[str, str]]:
    rows = instructions()
    start = next(n for n, (word, rest) in enumerate(rows) if word == "FROM" and rest.endswith(f" AS {stage}"))
    end = next((n for n in range(start + 1, len(rows)) if rows[n][0] == "FROM"), len(rows))
    return rows[start + 1 : end]


def environment(image: Stage, **settings: str) -> dict[str, str]:
    """What a process in the image is told: the image's own settings and those of compose, nothing of this machine's."""
    path = image.settings["PATH"].replace("/opt/countynet", str(image.here("/opt/countynet")))
    return {**image.settings, "PATH": path, "HOME": "/nonexistent", **settings}


def start(image: Stage, **settings: str) -> subprocess.Popen[str]:
    """Start the image's entrypoint in its working folder."""
    program = image.here(image.entrypoint[0])
    return subprocess.Popen(
        [program, *image.entrypoint[1:]], cwd=image.here("."), env=environment(image, **settings),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    planned = plan_hub(str(tmp_path_factory.mktemp("broker") / "var"), free_base())
    done = hub(planned, "up", "--only", "broker")
    assert done.returncode == 0, done.stdout + done.stderr
    yield planned
    hub(planned, "down")


def mounted(broker: Plan, folder: Path, service: str) -> dict[str, str]:
    """The settings that compose gives, with this test's broker and a database in a file."""
    secrets = folder / "secrets"
    init(secrets)
    (secrets / "amqp-uri").write_text(broker.amqp_uri() + "\n", encoding="utf-8")
    (secrets / "store-uri").write_text(f"sqlite:///{folder}/{service}.db\n", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    told = {
        "AMQP_URI_FILE": str(secrets / "amqp-uri"),
        "STORE_URI_FILE": str(secrets / "store-uri"),
        "COUNTY_FILE": str(ROOT / "deploy/counties/ningshan.yaml"),
        "CLOCK": "locked",
        "SEAL_KEYS": str(secrets / "seal.json"),
        "TOKEN_KEYS": str(secrets / ("token.json" if service == "intake" else "token-public.json")),
        "WEB_PORT": port,
    }
    if service in ("intake", "notify"):
        told["CONTACT_KEYS"] = str(secrets / ("contact.json" if service == "notify" else "contact-public.json"))
    if service == "oversight":
        told |= {"AUDIT_KEYS": str(secrets / "audit.json"), "AUDIT_ANCHOR": str(folder / "anchor" / "heads.jsonl")}
    return told


def test_the_linter_of_dockerfiles_finds_nothing() -> None:
    done = subprocess.run([hadolint(), ROOT / "deploy/Dockerfile"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_environment_holds_what_runs_and_nothing_of_the_tool_chain(packages: Path) -> None:
    site = packages / "packages/opt/countynet/lib/python3.11/site-packages"
    names = {path.name.split("-")[0].lower().replace("_", "-") for path in site.glob("*.dist-info")}
    assert {"nameko", "kombu", "pymongo", "marshmallow", "cryptography"} <= names
    assert names & set(TESTED) == set()
    assert not (packages / "packages/opt/countynet/bin/pip").exists()


def test_the_lock_of_images_has_the_versions_of_the_one_for_development() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (ROOT / "deploy/local" / name).read_text(encoding="utf-8").splitlines()
        rows = (line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith((" ", "#")))
        return {package.lower().replace("_", "-").replace(".", "-"): version for package, version in rows}

    runtime, everything = pins("requirements-runtime.lock"), pins("requirements.lock")
    assert len(runtime) > 30
    assert {name: version for name, version in runtime.items() if everything.get(name) != version} == {}


ONE_OF_FIVE = [s if s in ("oversight", "console") else pytest.param(s, marks=pytest.mark.long) for s in SERVICES]
"""One service and the console in every run; the others do the same and are left to the long one."""


@pytest.mark.parametrize("service", ONE_OF_FIVE)
def test_an_image_holds_its_service_and_the_shelves_below_alone(packages: Path, service: str) -> None:
    image = image_of(packages, service)
    assert {path.name for path in image.here("/app/services").iterdir()} - {"__pycache__"} == SHELVES | {service}
    assert {path.name for path in image.here("/app").iterdir()} == {"services"}
    assert image.user == "10001:10001"
    assert len(image.left_out) == 1
    if service == "console":
        done = subprocess.run(
            [image.here(image.entrypoint[0]), "county", "check", ROOT / "deploy/counties/ningshan.yaml"],
            cwd=image.here("."), env=environment(image), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return
    process = start(image)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    for variable in ("AMQP_URI", "STORE_URI", "COUNTY_FILE", "SEAL_KEYS", "TOKEN_KEYS"):
        assert f"{variable}: is not set" in errors


@pytest.mark.parametrize("service", ONE_OF_FIVE[:-1])
def test_a_service_of_an_image_gets_ready_and_stops_when_told(
    packages: Path, broker: Plan, tmp_path: Path, service: str
) -> None:
    image = image_of(packages, service)
    settings = mounted(broker, tmp_path, service)
    process = start(image, **settings)
    try:
        page = f"http://127.0.0.1:{settings['WEB_PORT']}/readyz"
        assert supervision.until(lambda: process.poll() is not None or readiness.answers(page), 60)
        assert process.poll() is None, process.communicate()[1]
        probe = [image.here("/opt/countynet/bin/python"), image.here(image.healthcheck[1])]
        assert subprocess.run(probe, env=environment(image, **settings)).returncode == 0
        assert os.readlink(f"/proc/{process.pid}/exe").endswith("python3.11"), "the shell has not replaced itself"
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert json.loads(output.splitlines()[-1])["message"] == "stopped"
        assert subprocess.run(probe, env=environment(image, **settings), capture_output=True).returncode == 1
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_a_wrong_service_is_refused_while_the_image_is_built(packages: Path) -> None:
    build = Build(packages / "of-nothing", "nothing")
    with pytest.raises(AssertionError, match="no such thing"):
        build.run(only=("code",))
