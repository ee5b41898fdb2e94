"""What an operator may see: everything with discipline's role, else nothing of any accusation (Art. 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.chassis.web.call import Call
from services.contracts.registry import WALLED_STREAMS
from services.contracts.vocabulary import Role

if TYPE_CHECKING:
    from services.chassis.service import HubService


class Sight:
    """One caller's sight for the length of one call; what was found out of a number is remembered that long."""

    def __init__(self, service: HubService, call: Call) -> None:
        self._service = service
        self._numbers: dict[str, bool] = {}
        self.everything = call.user is not None and Role.DISCIPLINE in call.user.roles

    def shows(self, stream: Any) -> bool:
        """Whether a stream such as `case/123456789012` is there for this caller.

        A matter that was walled late is hidden with all its streams: the one fact that walled it, missing, would tell.
        """
        if self.everything or not isinstance(stream, str):
            return True
        if stream.startswith(WALLED_STREAMS):
            return False
        number = stream.partition("/")[2]
        if number not in self._numbers:
            self._numbers[number] = self._service.is_behind_wall(number)
        return not self._numbers[number]
