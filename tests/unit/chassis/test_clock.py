"""The domain's clock."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from services.chassis.clock import COLLECTION, Clock, instant, parse
from services.chassis.store import Collection, Store, open_store
from services.contracts.refusals import Refusal


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/clock.db", [Collection(COLLECTION)], "intake")


def test_real_time_is_utc_in_whole_seconds() -> None:
    now = Clock().now()
    assert len(now) == len("2026-11-22T08:00:00Z")
    assert abs(datetime.now(UTC) - parse(now)) < timedelta(seconds=2)


def test_a_virtual_clock_stands_where_it_was_set_until_it_is_released(store: Store) -> None:
    clock = Clock("real", store)
    assert clock.mode == "real"
    clock.set("2020-02-03T04:05:06.250Z")
    assert (clock.mode, clock.now()) == ("virtual", "2020-02-03T04:05:06.250000Z")
    assert clock.datetime() == datetime(2020, 2, 3, 4, 5, 6, 250_000, UTC)
    clock.release()
    assert (clock.mode, clock.now()[:2]) == ("real", "20")


def test_it_is_remembered_by_the_store(store: Store) -> None:
    Clock("real", store).set("2020-02-03T04:05:06Z")
    assert Clock("real", store).now() == "2020-02-03T04:05:06Z"
    assert Clock("locked", store).mode == "real"
    store.close()


def test_a_locked_clock_is_not_to_be_set() -> None:
    with pytest.raises(Refusal) as caught:
        Clock("locked").set("2020-02-03T04:05:06Z")
    assert caught.value.code == "clock_is_locked"


def test_only_instants_in_utc_are_taken() -> None:
    for wrong in ("", "2020", "2020-02-30T00:00:00Z", "2020-02-03T04:05:06+08:00"):
        with pytest.raises(Refusal) as caught:
            Clock().set(wrong)
        assert caught.value.errors[0].field == "now"


def test_instants_and_datetimes_are_two_forms_of_one_thing() -> None:
    assert instant(datetime(2026, 11, 22, 16, tzinfo=timezone(timedelta(hours=8)))) == "2026-11-22T08:00:00Z"
    assert instant(parse("2026-11-22T08:00:00Z")) == "2026-11-22T08:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 11, 22))
    with pytest.raises(ValueError, match="ends with Z"):
        parse("2026-11-22T08:00:00")
