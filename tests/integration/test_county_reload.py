"""The county file changed while the hub runs: what begins follows the new file, what runs keeps its own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.a_matter import CITY, Matter
from tests.integration.hub_under_test import ROOT, Hub, started, until

NINGSHAN = ROOT / "deploy" / "counties" / "ningshan.yaml"
HANDLING = "length: {urgent: 1, livelihood: 3, hard: 7}"
LOST = "ns-t11-v04-g6"
LONGER = "length: {urgent: 2, livelihood: 20, hard: 30}"


@pytest.fixture(scope="module")
def county_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("county") / "own county.yaml"
    copy.write_text(NINGSHAN.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def own_hub(county_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with started(tmp_path_factory.mktemp("reload"), county_file) as running:
        yield running


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def clocks_of(hub: Hub, matter: Matter) -> dict[str, dict[str, Any]]:
    """The matter's clocks by name, once its handling runs."""
    token = hub.token("supervisor")

    def told() -> dict[str, dict[str, Any]]:
        rows = hub.call("oversight", "GET", f"/api/oversight/clocks?number={matter.number}", token=token).json()
        found = {row["clock"]: row for row in rows["clocks"]}
        return found if "handling" in found else {}

    return until(told, 20, "the handling clock")


def reload(hub: Hub) -> tuple[int, dict[str, Any]]:
    done = hub.countynet("county", "reload", "--json", check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_reload_moves_no_running_clock_and_what_begins_follows_the_new_file(own_hub: Hub, county_file: Path) -> None:
    before = Matter.called(own_hub, CITY)
    half_way = Matter.registered(own_hub)
    half_way.accept()
    clocks = clocks_of(own_hub, before)
    changed(county_file, HANDLING, LONGER)
    changed(county_file, "    pause: true\n", "    pause: false\n")
    code, told = reload(own_hub)
    assert code == 0, told
    assert {each["state"] for each in told.values()} == {"reloaded"}
    assert len({each["version"] for each in told.values()}) == 1
    assert reload(own_hub)[1]["routing"]["state"] == "unchanged"

    assert clocks_of(own_hub, before) == clocks
    after = Matter.called(own_hub, CITY)
    renewed = clocks_of(own_hub, after)
    assert renewed["handling"]["due"][:10] > clocks["handling"]["due"][:10]
    half_way.whistle(CITY)
    kept = clocks_of(own_hub, half_way)["handling"]["due"]
    assert kept[:10] == clocks["handling"]["due"][:10], "it was registered under the former file"

    token, reason = own_hub.token("dispatcher"), {"reason": "appraisal"}
    pauses = [
        own_hub.call("oversight", "POST", f"/api/oversight/clocks/{one['handling']['id']}/pause", reason, token=token)
        for one in (clocks, renewed)
    ]
    assert pauses[0].status_code == 200, "the old matter keeps the rule that lets it wait"
    assert (pauses[1].status_code, pauses[1].json()["code"]) == (409, "not_pausable")
    assert pauses[0].json()["light"] == "paused"
    path = f"/api/oversight/clocks/{clocks['handling']['id']}/resumption"
    resumed = own_hub.call("oversight", "POST", path, {}, token=token).json()
    assert (resumed["due"], resumed["light"]) == (clocks["handling"]["due"], "green"), "within the same day"
    law = own_hub.call(
        "oversight", "POST", f"/api/oversight/clocks/{before.number}-notice/pause", reason, token=token
    ).json()
    assert law["code"] == "never_pauses"


def test_names_on_pages_follow_the_new_file(own_hub: Hub, county_file: Path) -> None:
    changed(county_file, "name: 宁陕县城市管理执法局", "name: 宁陕县综合执法局")
    assert reload(own_hub)[0] == 0
    units = own_hub.call("routing", "GET", "/ops/county", token=own_hub.token("operator")).json()
    assert units["name"] == "宁陕县"
    matter = Matter.called(own_hub, CITY)
    clocks_of(own_hub, matter)
    signed_in = {"Cookie": f"countynet_session={own_hub.token('supervisor')}"}
    page = own_hub.call("oversight", "GET", f"/work/oversight/clocks?number={matter.number}", headers=signed_in)
    assert page.text.count("宁陕县综合执法局") > 1, "in the choice of units and in the row"
    assert "宁陕县城市管理执法局" not in page.text


def test_a_broken_file_changes_nothing_and_every_mistake_is_told(own_hub: Hub, county_file: Path) -> None:
    right = county_file.read_text(encoding="utf-8")
    version = own_hub.call("intake", "GET", "/ops/county", token=own_hub.token("operator")).json()["version"]
    changed(county_file, "unit: working_days\n    warn: [{percent: 70}", "unit: moons\n    warn: [{percent: 170}")
    try:
        code, told = reload(own_hub)
        assert code == 1
        assert {each["state"] for each in told.values()} == {"county_file_broken"}
        fields = [problem["field"] for problem in told["oversight"]["problems"]]
        assert {"clocks[1].unit", "clocks[1].warn[0].percent"} <= set(fields)
        assert "line" in told["oversight"]["problems"][0]["detail"]
        now = own_hub.call("intake", "GET", "/ops/county", token=own_hub.token("operator")).json()
        assert now["version"] == version
        own_hub.run("restart", "routing")
        until(lambda: own_hub.answers("routing", "/readyz"), 40, "routing ready, by the file accepted last")
        now = own_hub.call("routing", "GET", "/ops/county", token=own_hub.token("operator")).json()
        assert now["version"] == version
        Matter.called(own_hub, CITY)
    finally:
        county_file.write_text(right, encoding="utf-8")
    assert {each["state"] for each in reload(own_hub)[1].values()} == {"unchanged"}


def test_a_file_that_lost_a_place_is_refused_by_every_service(own_hub: Hub, county_file: Path) -> None:
    right = county_file.read_text(encoding="utf-8")
    county_file.write_text(right.replace(LOST, f"{LOST}x"), encoding="utf-8")
    try:
        code, told = reload(own_hub)
    finally:
        county_file.write_text(right, encoding="utf-8")
    assert code == 1
    assert {each["state"] for each in told.values()} == {"codes_dropped"}
    (problem,) = told["routing"]["problems"]
    assert problem["field"] == "places"
    assert f"'{LOST}' is missing" in problem["detail"]


def test_only_the_operator_reloads_and_never_through_the_gateway(own_hub: Hub) -> None:
    refused = own_hub.call("routing", "POST", "/ops/county/reload", {}, token=own_hub.token("dispatcher"))
    assert refused.status_code == 403
    outside = own_hub.call("gateway", "POST", "/ops/county/reload", {}, token=own_hub.token("operator"))
    assert outside.status_code == 404
