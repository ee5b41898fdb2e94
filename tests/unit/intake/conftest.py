"""Fixtures: one county and one set of keys for all, a fresh store for each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis import keys
from services.chassis.boxes import read_sealer
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import open_store
from services.chassis.tokens import Tokens
from services.county.county import County
from services.county.reader import load
from services.intake import store as documents
from tests.unit.intake.desk import Intake, StoodClock

CONTACT_PAIR = keys.new_box_keys("c1")
CONTACTS = read_sealer(json.dumps(keys.public_half(CONTACT_PAIR)), "CONTACT_KEYS")


@pytest.fixture(scope="session")
def county() -> County:
    return load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")


@pytest.fixture(scope="session")
def key_files() -> tuple[str, str]:
    return json.dumps(keys.new_seal_keys()), json.dumps(keys.new_signing_keys("t1"))


@pytest.fixture
def intake(tmp_path: Path, county: County, key_files: tuple[str, str]) -> Iterator[Intake]:
    path = tmp_path / "intake.db"
    store = open_store(f"sqlite:///{path}", documents.COLLECTIONS, "intake")
    seal, tokens = Seal.from_setting(key_files[0]), Tokens.from_setting(key_files[1])
    yield Intake(store, seal, county, StoodClock(), tokens, Metrics("intake"), path, CONTACTS)
    store.close()
