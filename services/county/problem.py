"""What is wrong with a county file, said so that its writer can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands, what is wrong, what would be allowed there."""

    file: str
    line: int
    field: str
    what: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.what} (allowed: {self.allowed})"

    def as_json(self) -> dict[str, str | int]:
        """The mistake as a flat JSON object."""
        return asdict(self)


class CountyFileError(ValueError):
    """The county file cannot be used; `problems` lists every mistake in it, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: list[Problem] = sorted(set(problems), key=lambda p: (p.line, p.field, p.what))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownCode(LookupError):
    """A code that the county file does not know; `field` and `code` say which."""

    def __init__(self, field: str, code: str) -> None:
        self.field = field
        self.code = code
        super().__init__(f"{field}: {code!r} is not in the county file")
