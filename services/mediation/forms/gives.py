"""What mediation's HTTP gives."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField
from services.contracts.vocabulary import (
    AgreementForm,
    Channel,
    FailureReason,
    MediatorBy,
    Performance,
    Purpose,
    Tier,
    Urgency,
)
from services.county.mediation import BodyKind, MediatorKind
from services.mediation.domain.life import State
from services.mediation.domain.pool import Why


class PartyView(Form):
    """One party in codes; `consents` is null until it was asked."""

    n = fields.Integer()
    consents = FlagField(allow_none=True)
    asked_at = InstantField(allow_none=True)
    unit = CodeField(allow_none=True)


class SeatView(Form):
    """One mediator in the case; `left_at` after an interest was declared."""

    mediator = CodeField()
    by = EnumField(MediatorBy)
    at = InstantField()
    left_at = InstantField(allow_none=True)


class SessionView(Form):
    """One session."""

    n = fields.Integer()
    held_at = InstantField()
    open = FlagField()
    present = fields.List(fields.Integer())


class AgreedView(Form):
    """An agreement in codes; `confirm_by` is null where the Act gives no way to the court."""

    form = EnumField(AgreementForm)
    effective_at = InstantField()
    perform_by = InstantField(allow_none=True)
    confirm_by = InstantField(allow_none=True)
    reached_at = InstantField()


class FollowUpView(Form):
    """One look at how it is kept."""

    n = fields.Integer()
    performance = EnumField(Performance)
    at = InstantField()


class CaseView(Form):
    """One case in codes; `allowed` are the steps that its state allows."""

    id = fields.String()
    number = fields.String()
    place = CodeField()
    channel = EnumField(Channel)
    purpose = EnumField(Purpose)
    category = CodeField(allow_none=True)
    urgency = EnumField(Urgency, allow_none=True)
    tier = EnumField(Tier, allow_none=True)
    contactable = FlagField()
    body = CodeField()
    direct = FlagField()
    state = EnumField(State)
    opened_at = InstantField()
    limit_by = InstantField()
    extended = fields.Integer()
    overdue = FlagField()
    led_by = fields.List(CodeField())
    interested = fields.List(CodeField())
    reason = EnumField(FailureReason, allow_none=True)
    routes = fields.List(CodeField())
    over_at = InstantField(allow_none=True)
    confirmed_at = InstantField(allow_none=True)
    follow_up_at = InstantField(allow_none=True)
    parties = fields.List(fields.Nested(PartyView))
    seats = fields.List(fields.Nested(SeatView))
    sitting = fields.List(CodeField())
    sessions = fields.List(fields.Nested(SessionView))
    agreement = fields.Nested(AgreedView, allow_none=True)
    follow_ups = fields.List(fields.Nested(FollowUpView))
    allowed = fields.List(fields.String())


class PersonView(Form):
    """Who a party is, opened."""

    n = fields.Integer()
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    id_number = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    household = fields.String(allow_none=True)


class WordView(Form):
    """One text, opened; `about` is the session or follow-up that it is of."""

    kind = CodeField()
    about = fields.Integer(allow_none=True)
    at = InstantField()
    text = fields.String(allow_none=True)


class AgreedOnView(Form):
    """What the parties agreed on, opened (Art. 29)."""

    facts = fields.String(allow_none=True)
    responsibility = fields.String(allow_none=True)
    terms = fields.String(allow_none=True)
    manner = fields.String(allow_none=True)


class WholeCaseView(CaseView):
    """A case with its words, as far as the reader's rights go; what is not opened is null or empty."""

    persons = fields.List(fields.Nested(PersonView), allow_none=True)
    words = fields.List(fields.Nested(WordView))
    agreed_on = fields.Nested(AgreedOnView, allow_none=True)


class CasesView(Form):
    """A page of cases; `after` continues it, null at its end."""

    cases = fields.List(fields.Nested(CaseView))
    after = fields.String(allow_none=True)


class ProposalView(Form):
    """A mediator who fits the case, and why; `background` is where an elder comes from (老党员), as the file says."""

    code = CodeField()
    name = fields.String()
    body = CodeField()
    kind = EnumField(MediatorKind)
    background = fields.String(allow_none=True)
    why = fields.List(EnumField(Why))


class ProposalsView(Form):
    """Who fits best first; nobody with an interest."""

    mediators = fields.List(fields.Nested(ProposalView))


class ScoreView(Form):
    """How mediations ended; `rate` is null where none has, withdrawn ones do not count in it."""

    agreed = fields.Integer()
    failed = fields.Integer()
    rate = fields.Float(allow_none=True)


class MediatorView(ScoreView):
    """One mediator of the pool; `reward` in fen, by the county's rule."""

    code = CodeField()
    name = fields.String()
    body = CodeField()
    kind = EnumField(MediatorKind)
    background = fields.String(allow_none=True)
    specialties = fields.List(CodeField())
    places = fields.List(CodeField())
    reward = fields.Integer()


class MediatorsView(Form):
    """The pool."""

    mediators = fields.List(fields.Nested(MediatorView))


class BodyView(ScoreView):
    """One body; `committee`: a people's mediation committee."""

    code = CodeField()
    name = fields.String()
    kind = EnumField(BodyKind)
    place = CodeField()
    unit = CodeField()
    committee = FlagField()
    withdrawn = fields.Integer()


class BodiesView(Form):
    """The county's bodies."""

    bodies = fields.List(fields.Nested(BodyView))
