"""What every page of oversight may use: the running service, as its use cases see it."""

from __future__ import annotations

from pathlib import Path

from services.chassis.access import roles
from services.chassis.service import HubService
from services.contracts import doors
from services.contracts.vocabulary import Role
from services.oversight.domain.rules import RuleBook
from services.oversight.use_cases.desk import Signer
from services.oversight.use_cases.kept_rules import RuleShelf

WATCHERS = roles(*doors.CLOCK_READERS)
TRACKERS = roles(Role.SUPERVISOR, Role.LEADER, Role.DISCIPLINE)


class OversightPages(HubService):
    """The running service behind a page."""

    rules: RuleBook
    shelf: RuleShelf
    signer: Signer
    anchor: Path
    process: str
