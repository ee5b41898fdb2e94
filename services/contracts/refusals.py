"""The families of error: a rule says no (`Refusal`), try again (`Transient`); everything else is a bug."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field at fault: its dotted name (`petitioners.0.phone`), a stable code and what is allowed."""

    field: str
    code: str
    detail: str


class Refusal(Exception):
    """A rule says no: a stable reason code for the caller, an HTTP status, and the fields at fault."""

    def __init__(self, code: str, detail: str, *, status: int = 409, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.status = status
        self.errors = errors

    @classmethod
    def of_field(cls, field: str, code: str, detail: str) -> Refusal:
        """Refuse one field of a well-formed body (422)."""
        return cls("invalid_fields", detail, status=422, errors=(FieldError(field, code, detail),))

    @classmethod
    def at(cls, field: str, code: str, detail: str, *, status: int) -> Refusal:
        """Refuse for one named field or header, under the status and code of the whole answer."""
        return cls(code, detail, status=status, errors=(FieldError(field, code, detail),))

    @classmethod
    def not_found(cls, what: str) -> Refusal:
        """Refuse a look-up: it is not there, or not for this reader (404, indistinguishable)."""
        return cls("not_found", f"There is no such {what}, or it is not yours to see.", status=404)


class Transient(Exception):
    """Worth trying again: the outside was not ready; nothing has been changed."""
