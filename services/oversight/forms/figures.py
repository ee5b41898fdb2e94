"""What the figures, ledgers and clues are asked with, and what they give."""

from __future__ import annotations

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
from services.contracts.vocabulary import Ground
from services.oversight.domain.clue import ClueState
from services.oversight.domain.figures import ALL, TITLES

NAMES = (ALL, *TITLES)
YEARS = (2000, 2100)
LONGEST_ANSWER = 5_000
FAULTS = [str(ground) for ground in Ground if ground is not Ground.KEY_MATTER]
"""The grounds of Art. 40: a clue says what a unit has done wrong."""


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


class CluesQuery(PageQuery):
    """Which clues."""

    state = EnumField(ClueState, load_default=None)


class ClueForm(Form):
    """A clue filed by hand: about which unit's handling of which matter, on which ground of Art. 40, and why."""

    number = NumberField(required=True)
    unit = CodeField(required=True)
    ground = fields.String(required=True, validate=validate.OneOf(FAULTS, error=f"Allowed: {', '.join(FAULTS)}."))
    text = TextField(LONGEST_ANSWER, required=True)


class FilingForm(Form):
    """A word with a proposal that is filed."""

    text = TextField(LONGEST_ANSWER, load_default=None)


class DismissalForm(Form):
    """Why a proposal is none."""

    text = TextField(LONGEST_ANSWER, required=True)


class FindingForm(Form):
    """What discipline has found."""

    founded = FlagField(required=True)
    text = TextField(LONGEST_ANSWER, required=True)


class ClueShownForm(Form):
    """One clue, in codes."""

    id = fields.String()
    number = NumberField()
    place = CodeField()
    unit = CodeField()
    ground = EnumField(Ground)
    clock = CodeField(allow_none=True)
    clock_id = fields.String(allow_none=True)
    state = EnumField(ClueState)
    recipient = CodeField(allow_none=True)
    made_at = InstantField()
    filed_at = InstantField(allow_none=True)
    filed_by = fields.String(allow_none=True)
    decided_at = InstantField(allow_none=True)


class CluesForm(Form):
    """A page of clues."""

    clues = fields.List(fields.Nested(ClueShownForm))
    after = fields.String(allow_none=True)
