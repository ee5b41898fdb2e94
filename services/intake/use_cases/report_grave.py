"""Report a grave or urgent matter up at once (信访工作条例 Art. 25): a fact in codes, which notify carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.store import Work
from services.contracts.events.intake import GraveMatterReported
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import grave
from services.intake.domain.timeline import Row
from services.intake.use_cases import noted
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import opened_to
from services.intake.use_cases.supplement import put_words
from services.intake.use_cases.tell import tell


def report_grave(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Tell the units that the county file names; answers `{number, report, units}`. The words stay sealed.

    Said again it is a further report (续报). Raises Refusal `not_found` (404) or `too_many_reports` (409).
    """
    number = call.path["number"]
    found = opened_to(work, deps, number, call.user)
    if found.walled:
        raise Refusal.not_found("matter")
    rows: list[Row] = found.picture["timeline"]
    ordinal = grave.next_report(rows)
    if call.body["text"] is not None:
        put_words(work, deps, store.REQUEST, number, grave.report_id(number, ordinal), call.body["text"])
    row = tell_grave(work, deps, found.picture, ordinal)
    store.put_found(work, found, found.picture | {"grave": grave.MARK, "timeline": [*rows, row]})
    return {"number": number, "report": ordinal, "units": row["units"]}


def tell_grave(work: Work, deps: Deps, picture: Mapping[str, Any], ordinal: int) -> Row:
    """Record the fact; gives its row."""
    noted.note(work, picture["number"], noted.GRAVE)
    units = grave.told_units(deps.county)
    return tell(work, GraveMatterReported(**codes_of(picture), report=ordinal, units=units))
