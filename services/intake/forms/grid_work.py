"""What grid work takes and gives over HTTP: patrols, home visits, rounds."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    DateField,
    EnumField,
    FlagField,
    Form,
    InstantField,
    NumberField,
    PageQuery,
    TextField,
    WholeField,
)
from services.contracts.vocabulary import Purpose, Status, Urgency
from services.intake.forms.periods import MonthField, WeekField
from services.intake.forms.takes import TEXT, TITLE, PetitionerForm

MOST_FOUND, MOST_DUTIES, MOST_HOUSEHOLDS, MOST_LISTENED = 20, 20, 500, 10_000


class FoundForm(Form):
    """What a visit found; without `place` it lies where the visit was."""

    title = TextField(TITLE, required=True)
    text = TextField(TEXT, required=True)
    purpose = EnumField(Purpose, load_default=str(Purpose.APPEAL))
    place = CodeField(load_default=None, allow_none=True)
    category = CodeField(load_default=None, allow_none=True)
    urgency = EnumField(Urgency, load_default=None, allow_none=True)
    petitioners = fields.List(fields.Nested(PetitionerForm), load_default=list, validate=validate.Length(max=5))
    secret = FlagField(load_default=False)


def _found() -> fields.List[Any]:
    most = validate.Length(max=MOST_FOUND, error=f"Allowed: at most {MOST_FOUND} matters of one visit.")
    return fields.List(fields.Nested(FoundForm), load_default=list, validate=most)


class PatrolForm(Form):
    """A visit of one grid: which of the county's duties were done, and what was found."""

    grid = CodeField(required=True)
    at = InstantField(load_default=None, allow_none=True)
    done = fields.List(
        CodeField(),
        required=True,
        validate=validate.Length(1, MOST_DUTIES, error=f"Allowed: 1 to {MOST_DUTIES} duties of the county file."),
    )
    found = _found()


class HomeVisitForm(Form):
    """A visit to contact households of a place; who lives there is not asked."""

    place = CodeField(required=True)
    contact = CodeField(load_default=None, allow_none=True)
    at = InstantField(load_default=None, allow_none=True)
    households = WholeField(1, MOST_HOUSEHOLDS, load_default=1)
    done = fields.List(
        CodeField(),
        load_default=list,
        validate=validate.Length(
            0, MOST_DUTIES, error=f"Allowed: at most {MOST_DUTIES} promises and doors of the file."
        ),
    )
    found = _found()


class RoundForm(Form):
    """A round of one roster on one of its days; `planned_on` says which, where several were put off to one day."""

    roster = CodeField(required=True)
    place = CodeField(load_default=None, allow_none=True)
    day = DateField(load_default=None, allow_none=True)
    planned_on = DateField(load_default=None, allow_none=True)
    listened = WholeField(0, MOST_LISTENED, required=True)
    found = _found()


class WeekQuery(PageQuery):
    """A place and an ISO week."""

    place = CodeField(load_default=None)
    week = WeekField(load_default=None)


class MonthQuery(PageQuery):
    """A place and a month."""

    place = CodeField(load_default=None)
    month = MonthField(load_default=None)


class FoundShownForm(Form):
    """A matter that was registered with the visit; the query code is told this once."""

    number = NumberField(required=True)
    query_code = fields.String(required=True)
    status = EnumField(Status, required=True)
    place = CodeField(required=True)
    category = CodeField(required=True, allow_none=True)
    urgency = EnumField(Urgency, required=True, allow_none=True)
    owner = CodeField(required=True)


class PatrolKeptForm(Form):
    """A visit that was kept, and how its grid stands in that week."""

    patrol = fields.String(required=True)
    grid = CodeField(required=True)
    at = InstantField(required=True)
    done = fields.List(CodeField(), required=True)
    week = fields.String(required=True)
    visits = fields.Integer(required=True)
    owed = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    matters = fields.List(fields.Nested(FoundShownForm), required=True)


class PatrolShownForm(Form):
    """A visit in codes."""

    patrol = fields.String(required=True)
    grid = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    village = CodeField(required=True, allow_none=True)
    at = InstantField(required=True)
    done = fields.List(CodeField(), required=True)
    matters = fields.List(NumberField(), required=True)


class PatrolsForm(Form):
    """A page of visits."""

    patrols = fields.List(fields.Nested(PatrolShownForm), required=True)
    after = fields.String(required=True, allow_none=True)


class GridMissingForm(Form):
    """A grid that is owed visits."""

    grid = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    village = CodeField(required=True, allow_none=True)
    visits = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class PatrolsMissingForm(Form):
    """The grids of a place that are owed visits in a week, of all `grids`; `lacking` so many."""

    week = fields.String(required=True)
    from_ = DateField(required=True, data_key="from")
    to = DateField(required=True)
    owed = fields.Integer(required=True)
    grids = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    lacking = fields.Integer(required=True)
    missing = fields.List(fields.Nested(GridMissingForm), required=True)
    after = fields.String(required=True, allow_none=True)


class HomeVisitKeptForm(Form):
    """A visit that was kept."""

    visit = fields.String(required=True)
    place = CodeField(required=True)
    contact = CodeField(required=True, allow_none=True)
    at = InstantField(required=True)
    month = fields.String(required=True)
    households = fields.Integer(required=True)
    done = fields.List(CodeField(), required=True)
    matters = fields.List(fields.Nested(FoundShownForm), required=True)


class HomeVisitShownForm(Form):
    """A visit in codes."""

    visit = fields.String(required=True)
    place = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    village = CodeField(required=True, allow_none=True)
    at = InstantField(required=True)
    contact = CodeField(required=True, allow_none=True)
    households = fields.Integer(required=True)
    done = fields.List(CodeField(), required=True)
    matters = fields.List(NumberField(), required=True)


class PromiseForm(Form):
    """One thing that the county promises to do at the door."""

    code = CodeField(required=True)
    name = fields.String(required=True)


class HomeVisitsForm(Form):
    """A page of visits, and what the county's file promises at each."""

    visits = fields.List(fields.Nested(HomeVisitShownForm), required=True)
    promises = fields.List(fields.Nested(PromiseForm), required=True)
    doors = fields.List(fields.Nested(PromiseForm), required=True)
    after = fields.String(required=True, allow_none=True)


class PairMissingForm(Form):
    """A leader or unit that owes visits to the place it keeps contact with."""

    contact = CodeField(required=True)
    is_unit = FlagField(required=True)
    place = CodeField(required=True)
    town = CodeField(required=True, allow_none=True)
    visits = fields.Integer(required=True)
    missing = fields.Integer(required=True)


class HouseholdsForm(Form):
    """How many households were visited, of all that the network has; `all` is known of the whole county alone."""

    visited = fields.Integer(required=True)
    all = fields.Integer(required=True, allow_none=True)


class HomeVisitsMissingForm(Form):
    """The pairs that owe visits in a month, or its quarter."""

    month = fields.String(required=True)
    from_ = DateField(required=True, data_key="from")
    to = DateField(required=True)
    owed = fields.Integer(required=True)
    pairs = fields.Integer(required=True)
    households = fields.Nested(HouseholdsForm, required=True)
    lacking = fields.Integer(required=True)
    missing = fields.List(fields.Nested(PairMissingForm), required=True)
    after = fields.String(required=True, allow_none=True)
