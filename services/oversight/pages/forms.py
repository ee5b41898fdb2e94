"""What oversight's pages take from a browser, where it is not what the API takes."""

from __future__ import annotations

import re

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, DateField, Form, PageQuery, TextField
from services.oversight.forms import watching

LONGEST_TOKEN, MOST_NUMBERS = 4_000, 200
_NUMBERS = re.compile(r"[1-9][0-9]{11}(,[1-9][0-9]{11}){0,199}\Z")


class LightsQuery(Form):
    """The matters of one list, up to 200 numbers with commas between."""

    numbers = fields.String(
        required=True, validate=validate.Regexp(_NUMBERS, error=f"Allowed: 1 to {MOST_NUMBERS} numbers, by commas.")
    )


class ClocksQuery(watching.ClocksQuery):
    """The list's filters; `format=csv` takes it away."""

    format = fields.String(load_default=None, validate=validate.OneOf(["csv"], error="Allowed: csv."))


class FiguresQuery(PageQuery):
    """Of which place, over which days; the last thirty without them."""

    place = CodeField(load_default=None)
    first = DateField(data_key="from", load_default=None)
    last = DateField(data_key="to", load_default=None)


class WholeBoardQuery(watching.BoardQuery):
    """The board as a page; `units=all` draws every town and unit, not only those that a wall's screen holds."""

    units = fields.String(load_default=None, validate=validate.OneOf(["all"], error="Allowed: all."))


class TokenForm(Form):
    """The two-minute token of one matter."""

    token = TextField(LONGEST_TOKEN, required=True)
