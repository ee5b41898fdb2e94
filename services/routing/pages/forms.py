"""What routing's pages take from a browser, where it is not what the API takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, DateField, EnumField, Form, NumberField, PageQuery, TextField
from services.contracts.vocabulary import ExtensionReason
from services.county.calendar import COUNTY_TIME, END_OF_DAY
from services.routing.domain.call import CallState
from services.routing.forms import takes

LONGEST_TOKEN = 4_000


def csv_format() -> fields.String:
    """`format=csv` takes a list away."""
    return fields.String(load_default=None, validate=validate.OneOf(["csv"], error="Allowed: csv."))


class QueueQuery(takes.CasesQuery):
    """The queue's filters; `number` leads to one case."""

    number = NumberField(load_default=None)
    format = csv_format()


class CaseQuery(Form):
    """Which step's form is open."""

    step = CodeField(load_default=None)


class PartQuery(Form):
    """The version of the case that the page around a part was made from."""

    seen = fields.Integer(load_default=None)


class CallsQuery(PageQuery):
    """A department's calls; `over=yes` shows those of whistles that are over."""

    call = EnumField(CallState, load_default=None)
    over = fields.String(load_default=None, validate=validate.OneOf(["yes"], error="Allowed: yes."))
    format = csv_format()


class ExtendedForm(Form):
    """More time, until the end of a day of the county."""

    until = DateField(required=True)
    reason = EnumField(ExtensionReason, required=True)
    text = TextField(takes.REASON, required=True)


class TokenForm(Form):
    """The two-minute token of one matter."""

    token = TextField(LONGEST_TOKEN, required=True)


def at_hour(day: str, hour: str) -> str:
    """An hour (`09:00`) of a day of the county, in UTC."""
    when = datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), COUNTY_TIME)
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def end_of(day: str) -> str:
    """The last second of a day of the county, in UTC (`END_OF_DAY` is that of the county's one legal time)."""
    when = datetime.combine(date.fromisoformat(day), END_OF_DAY)
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
