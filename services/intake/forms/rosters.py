"""What rosters, rounds and reception sessions take and give over HTTP."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import (
    CodeField,
    DateField,
    FlagField,
    Form,
    InstantField,
    NumberField,
    PageQuery,
    WholeField,
)
from services.intake.forms.grid_work import FoundShownForm
from services.intake.forms.periods import MonthField

MOST_VISITORS = 10_000


class RosterQuery(PageQuery):
    """A place, a month, one roster."""

    place = CodeField(load_default=None)
    month = MonthField(load_default=None)
    roster = CodeField(load_default=None)


class DayQuery(Form):
    """The rosters of a place and of those above it, on a day."""

    place = CodeField(load_default=None)
    day = DateField(load_default=None)


class InstantQuery(Form):
    """Who is on duty for a place at an instant."""

    place = CodeField(load_default=None)
    at = InstantField(load_default=None)


class PersonForm(Form):
    """Somebody on duty, as the county file names them."""

    name = fields.String(required=True)
    post = fields.String(required=True)


class SeatedForm(Form):
    """Who receives in one sitting; `planned_on` is the day that the file names, before `day` where it was put off."""

    planned_on = DateField(required=True)
    leads = fields.List(fields.Nested(PersonForm), required=True)
    assists = fields.List(fields.Nested(PersonForm), required=True)


class SittingForm(SeatedForm):
    """When a roster sits, and who receives then; `also`: sittings that were put off and meet this one."""

    day = DateField(required=True)
    from_ = InstantField(required=True, data_key="from")
    until = InstantField(required=True)
    also = fields.List(fields.Nested(SeatedForm), required=True)


class RosterForm(Form):
    """One roster at one place; `sits` only on a day that it sits."""

    roster = CodeField(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    cycle = fields.String(required=True)
    place = CodeField(required=True)
    hotline = fields.String(required=True, allow_none=True)
    is_round = FlagField(required=True)


class RosterOfDayForm(RosterForm):
    """A roster on a day."""

    sitting = fields.Nested(SittingForm, required=True, allow_none=True)


class RostersForm(Form):
    """The rosters for a place, the nearest first."""

    place = CodeField(required=True)
    day = DateField(required=True)
    rosters = fields.List(fields.Nested(RosterOfDayForm), required=True)


class OnDutyRowForm(RosterForm):
    """Who receives now (`now`, null outside the hours), and when next."""

    now = fields.Nested(SittingForm, required=True, allow_none=True)
    next = fields.Nested(SittingForm, required=True, allow_none=True)


class OnDutyForm(Form):
    """Who is on duty for a place at an instant, the nearest first."""

    place = CodeField(required=True)
    at = InstantField(required=True)
    on_duty = fields.List(fields.Nested(OnDutyRowForm), required=True)


class OpenForm(Form):
    """A session begins; `planned_on` says which of the day's sittings it is, where several meet."""

    roster = CodeField(required=True)
    place = CodeField(load_default=None, allow_none=True)
    planned_on = DateField(load_default=None, allow_none=True)


class EndForm(Form):
    """A session ends; without `visitors` as many came as brought matters."""

    visitors = WholeField(0, MOST_VISITORS, load_default=None, allow_none=True)


class ReceptionForm(Form):
    """A session."""

    reception = fields.String(required=True)
    roster = CodeField(required=True)
    place = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    day = DateField(required=True)
    planned_on = DateField(required=True)
    opened_at = InstantField(required=True)
    ended_at = InstantField(required=True, allow_none=True)
    visitors = fields.Integer(required=True, allow_none=True)
    matters = fields.List(NumberField(), required=True)


class ReceptionsForm(Form):
    """A page of sessions."""

    receptions = fields.List(fields.Nested(ReceptionForm), required=True)
    after = fields.String(required=True, allow_none=True)


class RoundKeptForm(Form):
    """A round that was kept."""

    round = fields.String(required=True)
    roster = CodeField(required=True)
    place = CodeField(required=True)
    day = DateField(required=True)
    planned_on = DateField(required=True)
    listened = fields.Integer(required=True)
    matters = fields.List(fields.Nested(FoundShownForm), required=True)


class RoundShownForm(Form):
    """A round in codes."""

    round = fields.String(required=True)
    roster = CodeField(required=True)
    place = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    village = CodeField(required=True, allow_none=True)
    day = DateField(required=True)
    planned_on = DateField(required=True)
    listened = fields.Integer(required=True)
    matters = fields.List(NumberField(), required=True)


class RoundsForm(Form):
    """A page of rounds."""

    rounds = fields.List(fields.Nested(RoundShownForm), required=True)
    after = fields.String(required=True, allow_none=True)


class MissedForm(Form):
    """A sitting that was not held."""

    day = DateField(required=True)
    planned_on = DateField(required=True)
    roster = CodeField(required=True)
    place = CodeField(required=True)


class MissingForm(Form):
    """The sittings of a month that are over and were not held."""

    month = fields.String(required=True)
    owed = fields.Integer(required=True)
    held = fields.Integer(required=True)
    lacking = fields.Integer(required=True)
    missing = fields.List(fields.Nested(MissedForm), required=True)
    after = fields.String(required=True, allow_none=True)
