"""deploy/secrets.sh on a host that has nothing but openssl: keys that the services read, in Compose's own folder."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from services.chassis import keys
from tests.deployment.tools import docker_compose

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean checkout: no .venv, no images; a `docker` that notes that it was called."""
    made = tmp_path / "a checkout"
    (made / "deploy").mkdir(parents=True)
    shutil.copy(ROOT / "deploy/secrets.sh", made / "deploy")
    for name in ("docker-compose.yml", ".env.example"):
        shutil.copy(ROOT / name, made)
    stub = tmp_path / "stubs" / "docker"
    stub.parent.mkdir()
    stub.write_text(f"#!/bin/sh\necho \"$@\" >>'{tmp_path}/docker was called'\nexit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    return made


def make(checkout: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout.parent / 'stubs'}:/usr/bin:/bin"
    done = subprocess.run(
        ["deploy/secrets.sh", *arguments],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": path, **settings},
    )
    assert not (checkout.parent / "docker was called").exists()
    return done


def folder_of_compose(checkout: Path, settings: dict[str, str]) -> Path:
    """Where Docker Compose itself looks for the secrets of that checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "SECRETS_DIR"} | settings
    command = [docker_compose(), "config", "--format", "json"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True, env=environment)
    return Path(json.loads(done.stdout)["secrets"]["amqp-uri"]["file"]).parent


def test_without_an_image_or_an_environment_of_python_every_key_is_one_that_the_services_read(checkout: Path) -> None:
    done = make(checkout)
    assert done.returncode == 0, done.stderr
    made = checkout / "secrets"
    for name in ("token", "audit"):
        _, public, private = keys.read_pair(str(made / f"{name}.json"), name)
        assert private is not None
        assert private.public_key() == public
    contact = json.loads((made / "contact.json").read_text(encoding="utf-8"))
    opener = X25519PrivateKey.from_private_bytes(base64.b64decode(contact["private"]))
    assert opener.public_key().public_bytes_raw() == base64.b64decode(contact["public"])
    seal = json.loads((made / "seal.json").read_text(encoding="utf-8"))
    drawn = [base64.b64decode(seal["keys"]["k1"]), base64.b64decode(seal["blind"])]
    assert [len(raw) for raw in drawn] == [32, 32]
    assert drawn[0] != drawn[1]


def test_the_keys_have_the_form_of_those_that_the_hubs_own_program_makes(checkout: Path, tmp_path: Path) -> None:
    def form(value: object) -> object:
        """Names and what is fixed stay; what is drawn by lot becomes its length."""
        if isinstance(value, dict):
            return {name: form(part) for name, part in value.items()}
        return len(value) if isinstance(value, str) and len(value) == 44 else value

    assert make(checkout).returncode == 0
    for name in keys.init(tmp_path / "own"):
        own, theirs = (json.loads((place / name).read_text()) for place in (tmp_path / "own", checkout / "secrets"))
        assert form(own) == form(theirs), name
    assert keys.init(checkout / "secrets") == []


@pytest.mark.parametrize(
    "line",
    [
        "",
        "SECRETS_DIR=",
        "SECRETS_DIR=./kept here  # beside the checkout",
        "SECRETS_DIR='kept #1'   # quoted",
        'export SECRETS_DIR="../kept"',
        "SECRETS_DIR=first\nSECRETS_DIR=second",
        "SECRETS_DIR=windows\r\nLOG_LEVEL=INFO\r",
        "OTHER_SECRETS_DIR=no\n# SECRETS_DIR=neither",
    ],
)
def test_the_secrets_are_made_where_compose_looks_for_them(checkout: Path, line: str) -> None:
    (checkout / ".env").write_bytes(line.encode())
    assert make(checkout).returncode == 0
    assert (folder_of_compose(checkout, {}) / "seal.json").is_file()


def test_the_environment_comes_before_the_file_of_settings(checkout: Path) -> None:
    (checkout / ".env").write_text("SECRETS_DIR=of-the-file\n", encoding="utf-8")
    assert make(checkout, SECRETS_DIR="of-the-shell").returncode == 0
    assert not (checkout / "of-the-file").exists()
    assert (folder_of_compose(checkout, {"SECRETS_DIR": "of-the-shell"}) / "seal.json").is_file()


def test_the_example_of_settings_serves_as_it_is(checkout: Path) -> None:
    shutil.copy(checkout / ".env.example", checkout / ".env")
    assert make(checkout).returncode == 0
    assert folder_of_compose(checkout, {}) == checkout / "secrets"


@pytest.mark.parametrize("value", ["$(touch taken)", "`touch taken`", "${HOME}/x", '"a"b"'])
def test_what_stands_in_the_file_of_settings_is_never_run(checkout: Path, value: str) -> None:
    (checkout / ".env").write_text(f"SECRETS_DIR={value}\n", encoding="utf-8")
    done = make(checkout)
    assert done.returncode == 1
    assert "SECRETS_DIR in .env: allowed is a plain path" in done.stderr
    assert {entry.name for entry in checkout.iterdir()} == {"deploy", "docker-compose.yml", ".env.example", ".env"}


def test_a_public_half_that_is_missing_is_taken_from_its_pair_and_one_alone_is_refused(checkout: Path) -> None:
    assert make(checkout).returncode == 0
    half, pair = checkout / "secrets/token-public.json", checkout / "secrets/token.json"
    before = half.read_bytes()
    half.unlink()
    assert make(checkout).returncode == 0
    assert half.read_bytes() == before
    pair.unlink()
    done = make(checkout)
    assert done.returncode == 1
    assert "token-public.json is there without token.json" in done.stderr
    assert not pair.exists()
