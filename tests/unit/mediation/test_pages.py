"""What mediation's pages take from a browser: days and local times of the county become instants."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from services.mediation.pages import forms


def test_local_times_and_days_of_the_county_become_instants() -> None:
    body = {"held_at": "2026-11-22T16:30", "perform_by": "2026-12-01", "minutes": "记录"}
    told = forms.in_utc(body, "Asia/Shanghai")
    assert told == {"held_at": "2026-11-22T08:30:00Z", "perform_by": "2026-12-01T15:59:59Z", "minutes": "记录"}


def test_what_is_left_out_stays_left_out() -> None:
    assert forms.in_utc({"agreed_at": None, "terms": "x"}, "Asia/Shanghai") == {"agreed_at": None, "terms": "x"}


@pytest.mark.parametrize("typed", ["2026-11-22", "2026-02-30T10:00", "2026-11-22T24:10", "今天"])
def test_a_time_that_there_is_not_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        forms.HeldForm().load({"minutes": "记录", "held_at": typed})
    assert list(refused.value.messages_dict) == ["held_at"]
