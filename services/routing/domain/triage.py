"""The answer to "is it ours?": what an acceptance, a referral or an answer on the spot must say."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ReferralReason, Status
from services.county.county import County
from services.county.units import UnitKind
from services.routing.domain.case import Case
from services.routing.domain.life import Step, after
from services.routing.domain.ownership import check_can_own
from services.routing.domain.whistle import known_unit

OUTSIDE = "outside"
"""Who takes on what no unit of the county file can."""
JUSTICE = (UnitKind.COURT, UnitKind.PROCURATORATE, UnitKind.POLICE)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what codes a matter is accepted, and who owns it from then on."""

    category: str
    urgency: str
    owner: str


def terms(county: County, case: Case, category: str | None, urgency: str | None, owner: str | None) -> Terms:
    """Complete an acceptance: category given or the matter's; urgency given, the matter's, or the category's.

    The owner stays the first receiver's unit (首问负责) unless another one accepts.
    Raises Refusal `step_not_allowed`, or naming the field.
    """
    after(Status(case.status), Step.ACCEPT)
    chosen = category or case.category
    if chosen is None or not county.categories.exists(chosen):
        allowed = f"Allowed: {', '.join(county.categories.codes())}."
        if chosen is None:
            raise Refusal.of_field("category", "required", f"Required: the matter has none yet. {allowed}")
        raise Refusal.of_field("category", "unknown_category", allowed)
    unit = owner or case.owner
    if unit is None:
        raise Refusal.of_field("owner", "required", "Required: the matter has no owner yet; a unit of the county file.")
    if owner is not None:
        known_unit(county, "owner", owner)
        if owner != case.owner:
            check_can_own(county, "owner", owner)
    return Terms(chosen, urgency or case.urgency or str(county.categories.get(chosen).urgency), unit)


def recipient(county: County, case: Case, reason: str, to: str | None) -> str:
    """Whom a matter is passed on to: 涉法涉诉 to court, procuratorate or police; out of the county: told whom to ask.

    Raises Refusal `step_not_allowed`, or naming the field `to`.
    """
    after(Status(case.status), Step.REFER)
    units = county.units
    if reason == ReferralReason.OUT_OF_COUNTY:
        if to not in (None, OUTSIDE):
            raise Refusal.of_field("to", "unknown_department", f"Allowed for {reason}: {OUTSIDE}, or nothing.")
        return OUTSIDE
    if reason == ReferralReason.LITIGATION:
        allowed = tuple(code for kind in JUSTICE for code in units.codes(kind))
    else:
        allowed = units.codes()
    if to is None:
        raise Refusal.of_field("to", "required", f"Required for {reason}: {', '.join((*allowed, OUTSIDE))}.")
    if to != OUTSIDE and to not in allowed:
        raise Refusal.of_field("to", "unknown_department", f"Allowed for {reason}: {', '.join((*allowed, OUTSIDE))}.")
    return to


def answering_unit(county: County, case: Case, unit: str | None) -> str:
    """The unit that answers on the spot: the one named, or the owner.

    Raises Refusal `step_not_allowed`, or naming the field `unit`.
    """
    after(Status(case.status), Step.ANSWER)
    if unit is not None:
        return known_unit(county, "unit", unit)
    if case.owner is None:
        raise Refusal.of_field("unit", "required", "Required: the matter has no owner yet; a unit of the county file.")
    return case.owner
