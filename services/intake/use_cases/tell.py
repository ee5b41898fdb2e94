"""Record a fact of intake's own and give back its row of the timeline."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.events.matter import CODE_FIELDS
from services.contracts.fact import Fact
from services.intake.domain import timeline
from services.intake.domain.timeline import Row

OF_THE_MATTER = frozenset(CODE_FIELDS)


def tell(work: Work, fact: Fact) -> Row:
    """Record a fact with the documents of this work; its seq is the journal's to give."""
    fact_id = work.record(fact)
    return row_of(fact, fact_id=fact_id, time=work.context.now, seq=None)


def row_of(fact: Fact, *, fact_id: str, time: str, seq: int | None) -> Row:
    """A fact's row: what it tells beyond the codes of its matter."""
    codes = {name: getattr(fact, name) for name in fact.field_names if name not in OF_THE_MATTER}
    return timeline.row(
        fact=fact_id,
        kind=fact.name,
        time=time,
        service=fact.service,
        stream=fact.stream,
        seq=seq,
        codes={name: list(value) if type(value) is tuple else value for name, value in codes.items()},
    )
