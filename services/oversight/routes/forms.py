"""What the figures and ledgers are asked with, and what they give."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, DateField, Form, PageQuery, WholeField
from services.oversight.domain.figures import TITLES
from services.oversight.use_cases.read_figures import ALL, YEARS

NAMES = (ALL, *TITLES)


class FiguresQuery(Form):
    """Which figure (all of them without `name`), of which place, over which days; the last thirty without them.

    `against` is the year that a volume is compared with (the year before without it), `body` one mediation body.
    """

    name = fields.String(load_default=ALL, validate=validate.OneOf(NAMES, error=f"Allowed: {', '.join(NAMES)}."))
    place = CodeField(load_default=None)
    first = DateField(data_key="from", load_default=None)
    last = DateField(data_key="to", load_default=None)
    against = WholeField(*YEARS, load_default=None)
    body = CodeField(load_default=None)


class FiguresForm(Form):
    """The figures by name, each with its title and the numbers that it is made of."""

    place = CodeField()
    first = DateField(data_key="from")
    last = DateField(data_key="to")
    figures = fields.Dict()


class LedgerQuery(PageQuery):
    """Of which place, over which days; a sheet is given whole."""

    place = CodeField(load_default=None)
    first = DateField(data_key="from", load_default=None)
    last = DateField(data_key="to", load_default=None)


class LedgerForm(Form):
    """A page of a ledger."""

    name = fields.String()
    title = fields.String()
    place = CodeField()
    first = DateField(data_key="from")
    last = DateField(data_key="to")
    columns = fields.List(fields.Dict())
    rows = fields.List(fields.Dict())
    after = fields.String(allow_none=True)


class LedgersForm(Form):
    """Every ledger's name."""

    ledgers = fields.List(fields.Dict())
