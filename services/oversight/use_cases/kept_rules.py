"""The rules that running clocks started under, kept once each: a changed county file changes no clock that runs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from services.chassis.store import Store, Work
from services.county.clocks import ClockRule
from services.county.rule_json import rule_from_json
from services.oversight import store
from services.oversight.domain.docket import Docket
from services.oversight.domain.rules import RuleBook
from services.oversight.use_cases.desk import Desk


class RuleShelf:
    """The kept rules as one process has read them; a rule never changes under its id."""

    def __init__(self, documents: Store) -> None:
        self._documents = documents
        self._read: dict[str, ClockRule] = {}
        self.kept: set[str] = set()

    def find(self, rule_id: str) -> ClockRule | None:
        """The rule of this id; None when none was kept."""
        if rule_id not in self._read:
            found = self._documents.get(store.RULE.name, rule_id)
            if found is None:
                return None
            self._read[rule_id] = rule_from_json(found.body)
        return self._read[rule_id]


def keep_rules(work: Work, desk: Desk, docket: Docket, known: Iterable[str], rules: RuleBook) -> None:
    """Keep the rule of every clock that has just started by these rules, in the commit that starts it."""
    shelf = desk.shelf
    for clock_id in docket["clocks"].keys() - known:
        clock = docket["clocks"][clock_id]
        rule_id = clock.get("rule")
        if rule_id is None or rule_id in shelf.kept:
            continue
        if work.get(store.RULE.name, rule_id) is None:
            work.put(store.RULE.name, rule_id, rules.told[clock["clock"]])
        work.after_commit(partial(shelf.kept.add, rule_id))
