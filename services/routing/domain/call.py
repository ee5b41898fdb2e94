"""One department called by a whistle: called, checked in, objecting, replied, or released from it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.county.instants import is_after


class CallRole(StrEnum):
    """Lead or assist (主办, 协办)."""

    LEAD = "lead"
    ASSIST = "assist"


class CallState(StrEnum):
    """Where one department stands under one whistle."""

    CALLED = "called"
    CHECKED_IN = "checked_in"
    OBJECTED = "objected"
    REPLIED = "replied"
    RELEASED = "released"


class CallStep(StrEnum):
    """What may happen to a call; an objection ends in `uphold` or `reject`."""

    CHECK_IN = "check_in"
    OBJECT = "object"
    REPLY = "reply"
    UPHOLD = "uphold"
    REJECT = "reject"
    STEP_BACK = "step_back"


NEXT: dict[tuple[CallState, CallStep], CallState] = {
    (CallState.CALLED, CallStep.CHECK_IN): CallState.CHECKED_IN,
    (CallState.CALLED, CallStep.OBJECT): CallState.OBJECTED,
    (CallState.CHECKED_IN, CallStep.OBJECT): CallState.OBJECTED,
    (CallState.CHECKED_IN, CallStep.REPLY): CallState.REPLIED,
    (CallState.CALLED, CallStep.STEP_BACK): CallState.RELEASED,
    (CallState.CHECKED_IN, CallStep.STEP_BACK): CallState.RELEASED,
    (CallState.OBJECTED, CallStep.UPHOLD): CallState.RELEASED,
    (CallState.OBJECTED, CallStep.REJECT): CallState.CALLED,
}
"""A rejected objection of a department that had checked in leads back to `checked_in` (`DepartmentCall.rejected`)."""

REFUSALS: dict[CallState, tuple[str, str]] = {
    CallState.CALLED: ("not_checked_in", "has not checked in yet: check in first"),
    CallState.CHECKED_IN: ("already_checked_in", "has checked in already"),
    CallState.OBJECTED: ("objection_open", "has an objection that is not decided yet"),
    CallState.REPLIED: ("already_replied", "has replied already"),
    CallState.RELEASED: ("released", "was released from this whistle"),
}


class DepartmentCall(NamedTuple):
    """One department under one whistle; times are instants in UTC, `late` tells of the check-in.

    `finish_by` is its own end where its own clock stood still and so runs longer than its whistle.
    """

    department: str
    role: str
    state: str
    called_at: str
    check_in_by: str
    checked_in_at: str | None = None
    late: bool | None = None
    replied_at: str | None = None
    replied_late: bool | None = None
    finish_by: str | None = None

    @property
    def active(self) -> bool:
        """Whether the department still answers for its part."""
        return self.state != CallState.RELEASED

    def checked_in(self, at: str) -> DepartmentCall:
        """The department reported for duty (报到); a late check-in counts, marked late."""
        state = self._after(CallStep.CHECK_IN)
        return self._replace(state=state, checked_in_at=at, late=is_after(at, self.check_in_by))

    def objected(self) -> DepartmentCall:
        """The department says that the matter is not its own (异议)."""
        return self._replace(state=self._after(CallStep.OBJECT))

    def upheld(self) -> DepartmentCall:
        """Its objection was found right: it is released."""
        return self._replace(state=self._after(CallStep.UPHOLD))

    def stepped_back(self) -> DepartmentCall:
        """It has an interest in the matter: it is released (Art. 28)."""
        return self._replace(state=self._after(CallStep.STEP_BACK))

    def rejected(self) -> DepartmentCall:
        """Its objection was found wrong: it stands where it stood, and no time was given to it."""
        state = self._after(CallStep.REJECT)
        return self._replace(state=state if self.checked_in_at is None else CallState.CHECKED_IN)

    def replied(self, at: str, finish_by: str) -> DepartmentCall:
        """The department replied (答复); a late reply counts, marked late."""
        return self._replace(state=self._after(CallStep.REPLY), replied_at=at, replied_late=is_after(at, finish_by))

    def _after(self, step: CallStep) -> CallState:
        reached = NEXT.get((CallState(self.state), step))
        if reached is None:
            code, why = REFUSALS[CallState(self.state)]
            raise Refusal(code, f"{self.department} {why}.")
        return reached
