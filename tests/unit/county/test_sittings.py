"""Sittings of rosters: at every instant it is known who receives, or when next; no sitting is skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import PlaceKind
from services.county.calendar import Calendar, OfficeHours
from services.county.places import Place, Places
from services.county.rosters import Cycle, DaysOff, Duty, Person, Roster, RosterLevel
from services.county.sittings import Sitting, is_round, next_sittings, sittings, sittings_at, sittings_on

CALENDAR = Calendar({}, OfficeHours(((9 * 3600, 17 * 3600),)))
PLACES = Places([Place("c", "县", PlaceKind.COUNTY, None)])
CREW = tuple(Person(f"测试{n}", "值班员") for n in range(1, 4))
TURNS = tuple(Duty((one,), n=n) for n, one in enumerate(CREW, 1))


def roster(cycle: Cycle, days: tuple[int, ...] = (), start: time = time(8, 30), end: time = time(17, 30),
           off: DaysOff = DaysOff.HELD) -> Roster:  # fmt: skip
    return Roster("r", "值班", RosterLevel.COUNTY, cycle, start, end, TURNS, place="c", days=days, days_off=off)


hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))
spans = st.tuples(hours, hours).filter(lambda pair: pair[0] < pair[1])
weekdays = st.one_of(
    st.tuples(st.sets(st.integers(1, 7), min_size=1), st.sampled_from((DaysOff.HELD, DaysOff.LATER))),
    st.tuples(st.sets(st.integers(1, 5), min_size=1), st.just(DaysOff.CLOSED)),
)
some_rosters = st.one_of(
    st.builds(lambda s, off: roster(Cycle.DAILY, (), *s, off), spans, st.sampled_from(DaysOff)),
    st.builds(lambda s: roster(Cycle.WORKING_DAYS, (), *s), spans),
    st.builds(lambda s, w: roster(Cycle.WEEKLY, tuple(sorted(w[0])), *s, w[1]), spans, weekdays),
    st.builds(
        lambda s, days, off: roster(Cycle.MONTHLY, tuple(sorted(days)), *s, off),
        spans, st.sets(st.integers(1, 28), min_size=1, max_size=6), st.sampled_from((DaysOff.HELD, DaysOff.LATER)),
    ),
)  # fmt: skip
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30)).map(lambda t: t.replace(tzinfo=UTC))


@given(some_rosters, instants)
def test_somebody_receives_in_every_open_hour_and_a_next_sitting_always_comes(one: Roster, at: datetime) -> None:
    now, following = sittings_at(one, at, CALENDAR), next_sittings(one, at, CALENDAR)
    assert following
    assert all(each.start > at for each in following)
    assert all(each.people(PLACES, "c") for each in (*now, *following))
    for each in now:
        assert each.start <= at < each.end <= following[0].start


@given(some_rosters, instants)
def test_no_sitting_lies_between_an_instant_and_the_next_one(one: Roster, at: datetime) -> None:
    following = next_sittings(one, at, CALENDAR)
    first = (at + timedelta(hours=8)).date()
    begun = [each for each in sittings(one, first, following[0].day, CALENDAR) if each.start > at]
    assert begun == list(following)


@given(some_rosters, st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_each_planned_sitting_is_held_once_and_with_its_own_people(one: Roster, first: date) -> None:
    held = list(sittings(one, first, first + timedelta(days=60), CALENDAR))
    assert len({each.planned_on for each in held}) == len(held)
    assert all(len(each.people(PLACES, "c")) == 1 for each in held)


def test_two_sittings_that_were_put_off_to_one_day_are_two_each_with_its_own_leads() -> None:
    weekly = roster(Cycle.WEEKLY, (6, 7), off=DaysOff.LATER)
    weekly = replace(weekly, duty=(Duty(CREW[:1], weekday=6), Duty(CREW[1:2], weekday=7)))
    monday = datetime(2026, 11, 23, 2, tzinfo=UTC)

    def who(held: tuple[Sitting, ...]) -> list[tuple[date, Person]]:
        return [(each.planned_on, each.people(PLACES, "c")[0]) for each in held]

    both = [(date(2026, 11, 21), CREW[0]), (date(2026, 11, 22), CREW[1])]
    assert who(sittings_on(weekly, monday.date(), CALENDAR)) == both
    assert who(sittings_at(weekly, monday, CALENDAR)) == both
    assert who(next_sittings(weekly, monday - timedelta(days=1), CALENDAR)) == both


@given(st.sets(st.integers(1, 7), min_size=1), st.dates(date(2025, 1, 1), date(2027, 1, 1)))
def test_a_rotation_goes_on_by_one_each_week_and_leaves_nobody_out(days: set[int], first: date) -> None:
    weekly = roster(Cycle.WEEKLY, tuple(sorted(days)))
    held = list(sittings(weekly, first, first + timedelta(days=60), CALENDAR))
    turns = {each.day.isocalendar()[:2]: CREW.index(each.people(PLACES, "c")[0]) for each in held}
    assert all((b - a) % len(CREW) == 1 for a, b in pairwise(turns.values()))


def test_day_and_night_has_no_gap_at_midnight() -> None:
    always = roster(Cycle.DAILY, (), time(0), time(23, 59, 59))
    midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
    (before,) = sittings_at(always, midnight - timedelta(milliseconds=1), CALENDAR)
    (after,) = sittings_at(always, midnight, CALENDAR)
    assert before.end == after.start == midnight


def test_the_countys_day_decides_and_not_that_of_utc() -> None:
    monthly = roster(Cycle.MONTHLY, (15,), time(0), time(2))
    assert sittings_at(monthly, datetime(2026, 11, 14, 16, 30, tzinfo=UTC), CALENDAR)
    assert not sittings_on(monthly, date(2026, 11, 14), CALENDAR)


def test_a_round_goes_out_to_many_places_on_several_days_of_each_month() -> None:
    out = roster(Cycle.MONTHLY, (5, 15, 25))
    assert is_round(replace(out, place=None, places_of=frozenset({PlaceKind.VILLAGE})))
    assert not is_round(out)
    assert not is_round(replace(out, place=None, places_of=frozenset({PlaceKind.VILLAGE}), days=(15,)))
    assert not is_round(roster(Cycle.WEEKLY, (1, 3)))
