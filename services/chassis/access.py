"""Who calls, and who may: roles admit to a route; scopes (place, department) decide row by row in the services."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class User:
    """A signed-in person, or the bearer of a two-minute token for one matter (`matter`, no roles)."""

    id: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    place: str | None = None
    """The subtree of places that this person works for; None is the whole county."""
    department: str | None = None
    matter: str | None = None
    """The one matter that a follow token opens; None for staff."""

    def has(self, *wanted: Role) -> bool:
        """Whether this person has any of these roles."""
        return not self.roles.isdisjoint(wanted)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route: anyone (`open`), some roles, and with `follow` the token of the matter in the path."""

    open: bool
    roles: frozenset[Role]
    follow: bool = False

    def admits(self, user: User | None, path: dict[str, str]) -> bool:
        """Whether this caller may come in; a follow token only to the matter that it was signed for."""
        if self.open:
            return True
        if user is not None and user.matter is not None:
            return self.follow and path.get("number") == user.matter
        return user is not None and not self.roles.isdisjoint(user.roles)


OPEN = Access(open=True, roles=frozenset())
"""No sign-in needed; one who is signed in is known all the same."""


def roles(*wanted: Role, follow: bool = False) -> Access:
    """Signed in with at least one of these roles; `follow` also lets the citizen's two-minute token in."""
    return Access(open=False, roles=frozenset(wanted), follow=follow)
