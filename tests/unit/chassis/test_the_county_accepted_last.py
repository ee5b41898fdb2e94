"""A process starts from the county file that was accepted last; a reload that would hide open matters is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from services.chassis.clock import COLLECTION, Clock
from services.chassis.hub.county_file import CountyFile
from services.chassis.hub.kept_counties import (
    FILES,
    TOLD,
    CountyRead,
    KeptCounties,
    NeverAccepted,
    read_county,
)  # fmt: skip
from services.chassis.store import Collection, Store, open_store
from services.contracts.refusals import Refusal
from services.county.problem import CountyFileError

NINGSHAN = Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml"
RENAMED = ("name: 宁陕县城市管理执法局", "name: 宁陕县综合执法局")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "county.yaml"
    copy.write_bytes(NINGSHAN.read_bytes())
    return copy


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/kept.db", (Collection(COLLECTION), TOLD, FILES), "routing")
    yield opened
    opened.close()


class Process:
    """One process of a service, as far as the county goes; started from the file as it lies there."""

    def __init__(self, store: Store, file: Path) -> None:
        self.store, self.clock = store, Clock("real", store)
        self.settings = SimpleNamespace(county_file=file)
        self.counties = KeptCounties(store, self.clock)
        self.county = self.counties.at_start(on_disk(file))
        self.laid_out = 0
        self.file = CountyFile(cast("Any", self))

    def on_county(self) -> None:
        self.laid_out += 1


def on_disk(file: Path) -> CountyRead | ValueError:
    try:
        return read_county(file)
    except ValueError as error:
        return error


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_broken_file_ends_no_process_that_has_accepted_one(
    store: Store, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = Process(store, file)
    changed(file, "unit: working_days", "unit: moons")
    with caplog.at_level(logging.WARNING):
        again = Process(store, file)
    assert again.county.version == first.county.version
    (warning,) = caplog.records
    assert "broken" in warning.getMessage()
    mistakes = cast("Any", warning).mistakes
    assert any("clocks[" in each and "allowed" in each for each in mistakes)


def test_the_first_start_with_a_broken_file_fails_with_its_mistakes(store: Store, file: Path) -> None:
    changed(file, "unit: working_days", "unit: moons")
    with pytest.raises(NeverAccepted, match=r"clocks\[\d+\].*moons"):
        Process(store, file)
    assert isinstance(on_disk(file), CountyFileError)


def test_a_changed_file_that_nobody_reloaded_does_not_run_after_a_restart(
    store: Store, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = Process(store, file)
    changed(file, *RENAMED)
    with caplog.at_level(logging.WARNING):
        again = Process(store, file)
    assert again.county.version == first.county.version
    (warning,) = caplog.records
    assert "countynet county reload" in warning.getMessage()
    told = cast("Any", warning)
    assert (told.version, told.file_version) == (first.county.version, read_county(file).county.version)

    answer = again.file.reload()
    assert (answer["state"], answer["former"]) == ("reloaded", first.county.version)
    assert Process(store, file).county.version == answer["version"] != first.county.version


def test_another_process_follows_by_the_kept_file_though_the_file_has_changed_again(store: Store, file: Path) -> None:
    one, two = Process(store, file), Process(store, file)
    changed(file, *RENAMED)
    version = one.file.reload()["version"]
    changed(file, "unit: working_days", "unit: moons")
    two.file._follow(version)
    assert (two.county.version, two.laid_out) == (version, 1)


def test_a_file_that_lost_a_place_or_a_unit_is_refused_with_each_code(store: Store, file: Path) -> None:
    running = Process(store, file)
    place = running.county.places.codes()[-1]
    unit = "ns-chengguan" if running.county.units.exists("ns-chengguan") else running.county.units.codes()[-1]
    changed(file, place, f"{place}-new")
    changed(file, unit, f"{unit}-new")
    with pytest.raises(Refusal) as refused:
        running.file.reload()
    assert (refused.value.code, refused.value.status) == ("codes_dropped", 422)
    told = {(each.field, each.code) for each in refused.value.errors}
    assert told == {("places", "code_dropped"), ("units", "code_dropped")}
    details = " ".join(each.detail for each in refused.value.errors)
    assert f"'{place}' is missing" in details
    assert f"'{unit}' is missing" in details
    assert "name a successor" in details
    assert running.file.told()["version"] == running.counties.told()
    assert running.laid_out == 0


def test_a_file_of_another_county_is_taken_at_the_start_and_refused_while_running(store: Store, file: Path) -> None:
    running = Process(store, file)
    file.write_bytes((NINGSHAN.parent / "kelan.yaml").read_bytes())
    with pytest.raises(Refusal, match="other_county"):
        running.file.reload()
    assert Process(store, file).county.code == read_county(file).county.code != running.county.code


def test_a_version_that_a_matter_began_under_is_found_again(store: Store, file: Path) -> None:
    running = Process(store, file)
    former = running.county
    changed(file, *RENAMED)
    running.file.reload()
    found = Process(store, file).counties.find(former.version)
    assert found.version == former.version
    assert found.clocks == former.clocks
    assert running.counties.find("000000000000") is None
