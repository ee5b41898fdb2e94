"""What the law adds to a case: the branch of an appeal, opinions and reviews, hearings, joinings, who stepped back.

A part of the case, kept inside its document; a case that came to none of it keeps nothing (信访工作条例 Art. 28 to 36).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch, ExecutionState


class Opinion(NamedTuple):
    """One opinion (处理意见书, Art. 32); `instance` 0 is the handling's, 1 the review's, 2 the second review's.

    Served at `served_at` by `unit`; the citizen may ask for the next instance until `ask_by`. `execution` is None
    where nothing is to be carried out, else how far it has come.
    """

    n: int
    instance: int
    round: int
    outcome: str
    unit: str
    served_at: str
    ask_by: str | None = None
    execution: str | None = None


class Review(NamedTuple):
    """One review (复查, `instance` 1) or second review (复核, 2) that the citizen asked for; open until decided."""

    instance: int
    request: str
    asked_at: str
    unit: str | None = None
    outcome: str | None = None
    decided_at: str | None = None
    opinion: int | None = None


class Hearing(NamedTuple):
    """One hearing (听证), held `at`; open until its minutes are in, or its handling is over without it."""

    n: int
    instance: int
    at: str
    opened_at: str
    held_at: str | None = None
    called_off_at: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be held."""
        return self.held_at is None and self.called_off_at is None


class Interest(NamedTuple):
    """A unit that stepped back from the matter because it has an interest in it (回避, Art. 28)."""

    unit: str
    at: str
    replacement: str | None = None
    whistle: str | None = None


class Redress(NamedTuple):
    """`into` is the matter that this one was joined to, `joined` those that were joined to this one.

    `final_of` is the matter that has ended with a second review and that this one repeats; `reply_by` the end of a
    simplified handling.
    """

    branch: str | None = None
    reply_by: str | None = None
    into: str | None = None
    final_of: str | None = None
    joined: tuple[str, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    reviews: tuple[Review, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    interests: tuple[Interest, ...] = ()

    def opinion_of(self, round_: int) -> Opinion | None:
        """The latest opinion that the handling of this round has come to."""
        found = [each for each in self.opinions if each.instance == 0 and each.round == round_]
        return found[-1] if found else None

    @property
    def first_opinion(self) -> Opinion | None:
        """The latest opinion of the handling, of whichever round: what a review is about (Art. 35)."""
        return next((each for each in reversed(self.opinions) if each.instance == 0), None)

    def opinion_due(self, round_: int) -> Opinion | None:
        """The opinion that the handling of this round concludes on, if it has come to one.

        Raises Refusal `hearing_open`, or `opinion_missing` where the branch asks for an opinion (Art. 31 item 6).
        """
        hearing, opinion = self.open_hearing, self.opinion_of(round_)
        if hearing is not None:
            raise Refusal("hearing_open", f"Hearing {hearing.n} has not ended: end it with its minutes first.")
        if opinion is None and self.branch == Branch.OPINION:
            raise Refusal("opinion_missing", "The appeal's branch asks for an opinion: serve it first (Art. 31, 32).")
        return opinion

    def not_final(self) -> None:
        """What has ended with a second review is not taken on again. Raises Refusal `already_final` (Art. 36)."""
        if self.final_of is not None:
            detail = f"It repeats {self.final_of}, which has ended with a second review: decline it as final (Art. 36)."
            raise Refusal("already_final", detail)

    @property
    def open_review(self) -> Review | None:
        """The review that waits for its decision."""
        return next((each for each in self.reviews if each.decided_at is None), None)

    @property
    def open_hearing(self) -> Hearing | None:
        """The hearing that is still to be held: its minutes are not in."""
        return next((each for each in self.hearings if each.open), None)

    @property
    def to_execute(self) -> tuple[Opinion, ...]:
        """The supporting opinions that are not carried out yet (Art. 32: the execution is supervised)."""
        return tuple(each for each in self.opinions if each.execution not in (None, ExecutionState.DONE))

    @property
    def stepped_back(self) -> frozenset[str]:
        """The units that must not act in the matter any more."""
        return frozenset(each.unit for each in self.interests)

    def not_stepped_back(self, field: str, unit: str) -> None:
        """Who stepped back does not act in the matter again. Raises Refusal naming the field."""
        if unit in self.stepped_back:
            raise Refusal.of_field(field, "has_interest", f"{unit} stepped back from the matter (Art. 28).")

    def none_stepped_back(self, field: str, units: Iterable[str]) -> None:
        """As `not_stepped_back`, for each of several. Raises Refusal naming its place in the field."""
        for place, unit in enumerate(units):
            self.not_stepped_back(f"{field}.{place}", unit)


UNTOUCHED = Redress()
_LISTS: dict[str, type[Any]] = {"opinions": Opinion, "reviews": Review, "hearings": Hearing, "interests": Interest}


def body_of(redress: Redress) -> dict[str, Any]:
    """What a document keeps of it."""
    body = redress._asdict()
    body["joined"] = list(redress.joined)
    for name in _LISTS:
        body[name] = [each._asdict() for each in body[name]]
    return body


def redress_of(body: dict[str, Any] | None) -> Redress:
    """What a document has kept; nothing where it keeps none."""
    if not body:
        return UNTOUCHED
    kept: dict[str, Any] = {name: body[name] for name in Redress._fields if name in body}
    kept["joined"] = tuple(kept.get("joined", ()))
    for name, row in _LISTS.items():
        kept[name] = tuple([row(**each) for each in kept.get(name, ())])
    return Redress(**kept)
