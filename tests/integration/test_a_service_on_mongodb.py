"""A hub of which intake keeps its documents on MongoDB: the other services notice nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.integration.a_matter import Matter
from tests.integration.hub_under_test import Hub, started, until
from tests.store import mongodb

DATABASE = "countynet_intake_test"
pytestmark = pytest.mark.timeout(360)
"""In a clean clone mongoeco is installed first, and a hub is started then."""


@pytest.fixture(params=mongodb.kinds())
def on_mongodb(
    request: pytest.FixtureRequest, mongodb_address: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Hub, Any]]:
    address = mongodb_address(request.param)
    monkeypatch.setenv("COUNTYNET_STORE_INTAKE", mongodb.uri(address, DATABASE))
    with MongoClient(address) as client:
        client.drop_database(DATABASE)
        with started(tmp_path) as hub:
            yield hub, client[DATABASE]
        client.drop_database(DATABASE)


def test_a_matter_registered_on_mongodb_lives_on_at_routing_and_comes_back(on_mongodb: tuple[Hub, Any]) -> None:
    hub, documents = on_mongodb
    matter = Matter.called(hub)
    kept = documents["doc_matter"].find_one({"_id": matter.number})
    assert kept is not None
    assert kept["f"]["status"].startswith("=")
    assert "路灯" not in str(list(documents["doc_story"].find()))
    hub.settle()
    status = hub.call("routing", "GET", f"/api/routing/cases/{matter.number}", token=hub.token("dispatcher")).json()
    assert status["status"] == "whistled"

    def followed() -> str:
        body = {"number": matter.number, "query_code": matter.query_code}
        return str(hub.call("intake", "POST", "/api/intake/follow", body).json()["status"])

    until(lambda: followed() == "whistled", what="intake knows what routing did")
    assert not (hub.var / "data" / "intake" / "intake.sqlite3").exists()
    with hub.away("intake"):
        assert documents["doc_matter"].find_one({"_id": matter.number}) is not None
    assert followed() == "whistled"
    assert documents["outbox"].count_documents({}) == 0
