"""What routing's HTTP takes and gives of branches, opinions, hearings, settlements and reviews."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, DayOrInstantField, EnumField, FlagField, Form, InstantField, TextField
from services.contracts.vocabulary import Branch, ExecutionState, OpinionOutcome, ReviewOutcome
from services.routing.forms.takes import REASON, TEXT

NAME, MOST_PARTIES = 200, 30


class BranchForm(Form):
    """Which of the six ways of Art. 31; `to` and `text` for the four that lead into another procedure."""

    branch = EnumField(Branch, required=True)
    to = CodeField(load_default=None)
    text = TextField(TEXT, load_default=None)


class OpinionForm(Form):
    """An opinion (Art. 32); `served_at` is now where not given, `unit` the lead or the owner."""

    demand = TextField(TEXT, required=True)
    facts = TextField(TEXT, required=True)
    opinion = TextField(TEXT, required=True)
    basis = TextField(TEXT, required=True)
    outcome = EnumField(OpinionOutcome, required=True)
    served_at = InstantField(load_default=None)
    unit = CodeField(load_default=None)


class ExecutionForm(Form):
    """How far a supporting opinion has been carried out."""

    state = EnumField(ExecutionState, required=True)
    text = TextField(REASON, required=True)
    unit = CodeField(load_default=None)


class SuggestionForm(Form):
    """A suggestion is answered: adopted, `partly` where only in part, or not (Art. 29)."""

    adopted = FlagField(required=True)
    partly = FlagField(load_default=False)
    text = TextField(TEXT, required=True)
    unit = CodeField(load_default=None)


class SettlementForm(Form):
    """A settlement of the parties (和解协议书, Art. 33); `perform_by` is its last day, or the very instant."""

    terms = TextField(TEXT, required=True)
    parties = fields.List(
        TextField(NAME),
        load_default=list,
        validate=validate.Length(max=MOST_PARTIES, error=f"Allowed: at most {MOST_PARTIES} parties."),
    )
    facts = TextField(TEXT, load_default=None)
    perform_by = DayOrInstantField(load_default=None)
    unit = CodeField(load_default=None)


class SimplificationForm(Form):
    """Handle the short way; `text` tells the citizen."""

    text = TextField(REASON, load_default=None)


class InterestForm(Form):
    """A unit with an interest steps back (Art. 28); who leads or owns must be replaced."""

    unit = CodeField(required=True)
    reason = TextField(REASON, required=True)
    replacement = CodeField(load_default=None)


class HearingForm(Form):
    """Open a hearing; the citizen is told its topic, time and place."""

    topic = TextField(REASON, required=True)
    at = InstantField(required=True)
    venue = TextField(NAME, load_default=None)


class HearingEndForm(Form):
    """What was said at a hearing, and what it found."""

    minutes = TextField(TEXT, required=True)
    findings = TextField(TEXT, required=True)


class ReviewForm(Form):
    """A review's opinion; `opinion_outcome` is what it says of the demand, where `outcome` leaves it open."""

    demand = TextField(TEXT, required=True)
    facts = TextField(TEXT, required=True)
    opinion = TextField(TEXT, required=True)
    basis = TextField(TEXT, required=True)
    outcome = EnumField(ReviewOutcome, required=True)
    opinion_outcome = EnumField(OpinionOutcome, load_default=None)
    served_at = InstantField(load_default=None)
    unit = CodeField(load_default=None)


class OpinionView(Form):
    """One opinion; `instance` 0 is the handling's, 1 the review's, 2 the second review's."""

    n = fields.Integer()
    instance = fields.Integer()
    round = fields.Integer()
    outcome = EnumField(OpinionOutcome)
    unit = CodeField()
    served_at = InstantField()
    ask_by = InstantField(allow_none=True)
    execution = EnumField(ExecutionState, allow_none=True)


class ReviewView(Form):
    """One review; open while `decided_at` is null."""

    instance = fields.Integer()
    request = fields.String()
    asked_at = InstantField()
    unit = CodeField(allow_none=True)
    outcome = EnumField(ReviewOutcome, allow_none=True)
    decided_at = InstantField(allow_none=True)
    opinion = fields.Integer(allow_none=True)


class HearingView(Form):
    """One hearing; open while `held_at` and `called_off_at` are null."""

    n = fields.Integer()
    instance = fields.Integer()
    at = InstantField()
    opened_at = InstantField()
    held_at = InstantField(allow_none=True)
    called_off_at = InstantField(allow_none=True)


class InterestView(Form):
    """A unit that stepped back."""

    unit = CodeField()
    at = InstantField()
    replacement = CodeField(allow_none=True)
    whistle = fields.String(allow_none=True)


class RedressView(Form):
    """What the law adds to a case: its branch, opinions, reviews, hearings, joinings and who stepped back."""

    branch = EnumField(Branch, allow_none=True)
    reply_by = InstantField(allow_none=True)
    into = fields.String(allow_none=True)
    final_of = fields.String(allow_none=True)
    joined = fields.List(fields.String())
    opinions = fields.List(fields.Nested(OpinionView))
    reviews = fields.List(fields.Nested(ReviewView))
    hearings = fields.List(fields.Nested(HearingView))
    interests = fields.List(fields.Nested(InterestView))
