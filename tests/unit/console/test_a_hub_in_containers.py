"""The console finds services that are named by their addresses, and signs in by a mounted secret."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from services.console.exits import ConsoleError
from services.console.hub import SERVICES, find_hub

ROOT = Path(__file__).parents[3]


def test_compose_tells_the_console_where_every_service_is(monkeypatch: pytest.MonkeyPatch) -> None:
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    monkeypatch.setenv("COUNTYNET_SERVICES", composed["console"]["environment"]["COUNTYNET_SERVICES"])
    hub = find_hub()
    for service in SERVICES:
        port = composed[service]["environment"]["WEB_PORT"]
        assert hub.service_url(service) == f"http://{service}:{port}"


def test_its_county_file_and_its_password_are_mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COUNTYNET_SERVICES", " ".join(f"{name}=http://{name}:1/" for name in SERVICES))
    monkeypatch.setenv("COUNTY_FILE", str(ROOT / "deploy/counties/ningshan.yaml"))
    monkeypatch.setenv("COUNTYNET_USER", "operator")
    monkeypatch.delenv("COUNTYNET_PASSWORD", raising=False)
    monkeypatch.setenv("COUNTYNET_PASSWORD_FILE", str(tmp_path / "password"))
    hub = find_hub()
    assert hub.county.places.root.code == "ns"
    with pytest.raises(ConsoleError, match="COUNTYNET_PASSWORD_FILE"):
        hub.operator()
    (tmp_path / "password").write_text("abc\n")
    assert hub.operator() == ("operator", "abc")


@pytest.mark.parametrize("told", ["intake=http://intake:8101", " ".join(f"{name}={name}:1" for name in SERVICES)])
def test_addresses_that_are_wrong_or_missing_are_named(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("COUNTYNET_SERVICES", told)
    with pytest.raises(ConsoleError, match="of each of intake, routing"):
        find_hub()
