"""What somebody typed into a form, and what was wrong with it: a form that is shown again loses nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex


def drawn() -> str:
    """A fresh key under which a form may be sent any number of times and counts once."""
    return token_hex(16)


@dataclass(slots=True)
class Typed:
    """A form's values and errors by dotted field name (`petitioners.0.phone`); empty on a form's first showing."""

    values: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    status: int = 200
    """The status of what was wrong."""
    once: str = field(default_factory=drawn)

    def value(self, name: str, otherwise: object = "") -> str:
        """What was typed into a field; `otherwise` before anything was."""
        if name in self.values:
            return self.values[name][-1]
        return "" if self.values or otherwise is None else str(otherwise)

    def has(self, name: str, option: str, otherwise: bool = False) -> bool:
        """Whether an option was chosen."""
        return option in self.values.get(name, ()) if self.values else otherwise

    def error(self, name: str) -> str | None:
        """What is wrong with a field, or with something inside it that is not shown on its own."""
        return self.errors.get(name)

    def rows(self, name: str, least: int = 1) -> range:
        """Indexes of the rows of a repeated group, so many as were typed and at least `least`."""
        found = {int(part[1]) for key in self.values if (part := key.split("."))[0] == name and len(part) > 1}
        return range(max(least, len(found)))
