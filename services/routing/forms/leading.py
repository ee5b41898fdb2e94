"""What routing's HTTP takes and gives of leading a matter."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, TextField
from services.contracts.vocabulary import ConferenceQuestion, EscalatedBy, HandoverEnd
from services.county.leading import RungLevel
from services.routing.forms.takes import REASON, TEXT

MOST_UNITS, NAME = 30, 200


def units(*, required: bool = False) -> fields.List[str]:
    """Units of the county file."""
    most = validate.Length(max=MOST_UNITS, error=f"Allowed: at most {MOST_UNITS} units.")
    if required:
        return fields.List(CodeField(), required=True, validate=most)
    return fields.List(CodeField(), load_default=list, validate=most)


class HandoverForm(Form):
    """Offer the matter to another unit."""

    to = CodeField(required=True)
    reason = TextField(REASON, required=True)


class HandoverAnswerForm(Form):
    """Take the matter over, or not, or take the offer back."""

    reason = TextField(REASON, load_default=None)


class EscalationForm(Form):
    """Send up; `to` is a level of the county's ladder, the next one where not given."""

    to = EnumField(RungLevel, load_default=None)
    reason = TextField(REASON, required=True)


class DisputeForm(Form):
    """Competence is disputed; `superior` is the one that the units share where not given; none may be given where they
    share none."""

    units = units(required=True)
    superior = CodeField(load_default=None)
    reason = TextField(REASON, required=True)


class DisputeDecisionForm(Form):
    """Whose the matter is."""

    lead = CodeField(required=True)
    text = TextField(REASON, required=True)


class ConferenceForm(Form):
    """Call a joint conference; members are the county file's own where none is named."""

    question = EnumField(ConferenceQuestion, load_default=None)
    members = units()
    text = TextField(REASON, load_default=None)


class MinutesForm(Form):
    """The conference was held: its minutes, what it decided and, for a dispute, on whom."""

    minutes = TextField(TEXT, required=True)
    decision = TextField(TEXT, load_default=None)
    lead = CodeField(load_default=None)
    attended = units()
    held_at = InstantField(load_default=None)


class SponsorForm(Form):
    """A leader of the county file; `five_to_one` as the file says where not given, `reason` in another's place."""

    leader = CodeField(required=True)
    five_to_one = FlagField(load_default=None, allow_none=True)
    reason = TextField(REASON, load_default=None)
    text = TextField(REASON, load_default=None)


class CalledOffForm(Form):
    """A conference is not held, and why."""

    reason = TextField(REASON, required=True)


class TaskForceForm(Form):
    """People of several units for one matter; the county file's own come without being named."""

    name = TextField(NAME, required=True)
    lead = CodeField(required=True)
    members = units()


class BindingForm(Form):
    """Units that answer together."""

    units = units(required=True)


class PlanForm(Form):
    """The matter's own plan."""

    text = TextField(TEXT, required=True)


class CallForm(Form):
    """The first receiver's call."""

    reason = TextField(REASON, required=True)


class DepartmentsForm(Form):
    """Departments of the county file, the lead first, with words for them."""

    departments = units(required=True)
    text = TextField(REASON, load_default=None)


class CallAnswerForm(DepartmentsForm):
    """Departments that are whistled for, `lead` among them where it is not the first; or called to a conference."""

    lead = CodeField(load_default=None)
    conference = FlagField(load_default=False)


class TakeForm(Form):
    """A department's own word; `department` where somebody speaks for several."""

    department = CodeField(load_default=None)


class ClaimForm(TakeForm):
    """A member claims; `member` is a post, the caller's account where not given."""

    member = CodeField(load_default=None)


class SponsorView(Form):
    """Who sponsors, and how many posts stand beside."""

    leader = CodeField()
    posts = fields.Integer()
    named_at = InstantField()


class HandoverView(Form):
    """One offer; `accepted` is null until the unit has answered, until `lapses_at`; `ended`: how it was not taken."""

    n = fields.Integer()
    to = CodeField()
    owner = CodeField()
    offered_at = InstantField()
    accepted = FlagField(allow_none=True)
    decided_at = InstantField(allow_none=True)
    lapses_at = InstantField(allow_none=True)
    ended = EnumField(HandoverEnd, allow_none=True)


class EscalationView(Form):
    """One step up."""

    n = fields.Integer()
    level = EnumField(RungLevel)
    to = CodeField()
    by = EnumField(EscalatedBy)
    at = InstantField()
    whistle = fields.String(allow_none=True)


class DisputeView(Form):
    """One dispute; `superior` is null where the joint conference alone decides, `lead` is what was decided."""

    n = fields.Integer()
    units = fields.List(CodeField())
    superior = CodeField(allow_none=True)
    raised_at = InstantField()
    decided_at = InstantField(allow_none=True)
    lead = CodeField(allow_none=True)


class ConferenceView(Form):
    """One conference; `held_at` is null until its minutes are in, `called_off_at` unless it is not held at all."""

    n = fields.Integer()
    question = EnumField(ConferenceQuestion)
    members = fields.List(CodeField())
    called_at = InstantField()
    dispute = fields.Integer(allow_none=True)
    held_at = InstantField(allow_none=True)
    attended = fields.List(CodeField())
    lead = CodeField(allow_none=True)
    called_off_at = InstantField(allow_none=True)


class TaskForceView(Form):
    """One task force."""

    n = fields.Integer()
    lead = CodeField()
    members = fields.List(CodeField())
    formed_at = InstantField()


class AskedView(Form):
    """One call of the first receiver."""

    n = fields.Integer()
    by = CodeField()
    opened_at = InstantField()
    departments = fields.List(CodeField())
    answered_at = InstantField(allow_none=True)


class OrderedView(Form):
    """One citizen's order."""

    n = fields.Integer()
    by = CodeField()
    departments = fields.List(CodeField())
    dispatched_at = InstantField()
    department = CodeField(allow_none=True)
    taken_at = InstantField(allow_none=True)
    member = fields.String(allow_none=True)
    claimed_at = InstantField(allow_none=True)


class LeadingView(Form):
    """How a case is led; `goes_up_at` is when it goes up the ladder by itself."""

    level = EnumField(RungLevel, allow_none=True)
    since = InstantField(allow_none=True)
    goes_up_at = InstantField(allow_none=True)
    sponsor = fields.Nested(SponsorView, allow_none=True)
    bound = fields.List(CodeField())
    plans = fields.Integer()
    handovers = fields.List(fields.Nested(HandoverView))
    escalations = fields.List(fields.Nested(EscalationView))
    disputes = fields.List(fields.Nested(DisputeView))
    conferences = fields.List(fields.Nested(ConferenceView))
    task_forces = fields.List(fields.Nested(TaskForceView))
    calls = fields.List(fields.Nested(AskedView))
    orders = fields.List(fields.Nested(OrderedView))
