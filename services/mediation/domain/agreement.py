"""Agreements (调解协议): when one takes effect, and until when the court may be asked to confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import AgreementForm
from services.county.clocks import Length
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.statutory import STATUTORY
from services.mediation.domain.case import Agreed, Case, next_look, together
from services.mediation.domain.life import Step

RULE = STATUTORY["judicial_confirmation"]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a written agreement, whether it bears the committee's seal, and when the last of these was done."""

    parties: Sequence[int]
    mediators: Sequence[str]
    seal: bool
    at: str


def agreed(
    county: County,
    case: Case,
    form: AgreementForm,
    signed: Signed | None,
    said_at: str | None,
    perform_by: str | None,
    at: str,
) -> Case:
    """The parties agreed, where by word of mouth at `said_at`, or now if None (Art. 28 to 30).

    A written agreement takes effect with the signatures of all parties and of a mediator and, where the body is a
    people's mediation committee, its seal; an oral one when it was come to. Raises Refusal naming the fields.
    """
    done = case.step(Step.AGREE)
    committee = county.mediation.body(case.body).committee
    if form is AgreementForm.WRITTEN:
        if said_at is not None:
            raise Refusal.of_field("agreed_at", "not_allowed", "Allowed with form oral only; written: signed.at.")
        effective = _effect(case, signed, committee)
    elif signed is not None:
        raise Refusal.of_field("signed", "not_allowed", "Allowed with form written only.")
    else:
        effective = said_at or at
    if is_after(effective, at) or is_after(case.opened_at, effective):
        field = "signed.at" if signed is not None else "agreed_at"
        raise Refusal.of_field(field, "out_of_range", f"Allowed: from {case.opened_at} to now, {at}.")
    if perform_by is not None and is_after(effective, perform_by):
        raise Refusal.of_field("perform_by", "out_of_range", f"Allowed: from {effective} on, when it takes effect.")
    confirm_by = confirmable_until(county, effective) if committee else None
    agreement = Agreed(str(form), effective, perform_by, confirm_by, at)
    first_look = perform_by or next_look(county, effective)
    return done._replace(agreement=agreement, over_at=at, follow_up_at=first_look)


def _effect(case: Case, signed: Signed | None, committee: bool) -> str:
    if signed is None:
        raise Refusal.of_field("signed", "required", "Required with form written: who signed, the seal, and when.")
    missing = [str(p.n) for p in case.parties if p.n not in signed.parties]
    if missing:
        raise Refusal.of_field("signed.parties", "not_signed", f"Allowed: all parties; {', '.join(missing)} missing.")
    for place, n in enumerate(signed.parties):
        case.party(n, f"signed.parties.{place}")
    strangers = [place for place, code in enumerate(signed.mediators) if code not in case.sitting]
    if strangers or not signed.mediators:
        allowed = ", ".join(case.sitting) or "none"
        field = f"signed.mediators.{strangers[0]}" if strangers else "signed.mediators"
        raise Refusal.of_field(field, "not_sitting", f"Allowed: at least one of {allowed}.")
    if committee and not signed.seal:
        raise Refusal.of_field("signed.seal", "not_sealed", "Allowed: true; it takes effect with the committee's seal.")
    return signed.at


def confirmable_until(county: County, effective_at: str) -> str:
    """The last instant at which the court may be asked: 30 days from the agreement's effect (Art. 33)."""
    length = RULE.length
    if not isinstance(length, Length):
        raise ValueError("judicial_confirmation: one length for all is the law's")
    return instant(county.calendar.deadline(moment(effective_at), length.amount, length.unit, RULE.roll).due)


def confirmed(case: Case, parties: list[int], applied_at: str, at: str) -> Case:
    """All parties have asked the court together to confirm the agreement (Art. 33; 司法确认若干规定 Art. 1).

    Raises Refusal `step_not_allowed`, `not_a_committee`, `confirmation_too_late`, or naming the field.
    """
    done = case.step(Step.CONFIRM)
    agreement = case.agreement
    if agreement is None or agreement.confirm_by is None:
        detail = "This body is no people's mediation committee: 人民调解法 Art. 33 does not reach its agreements."
        raise Refusal("not_a_committee", detail)
    together(case, parties)
    if is_after(applied_at, at) or is_after(agreement.effective_at, applied_at):
        detail = f"Allowed: from {agreement.effective_at} to now, {at}."
        raise Refusal.of_field("applied_at", "out_of_range", detail)
    if is_after(applied_at, agreement.confirm_by):
        detail = f"人民调解法 Art. 33 gives 30 days from the effect: it was possible until {agreement.confirm_by}."
        raise Refusal("confirmation_too_late", detail)
    return done._replace(confirmed_at=applied_at)
