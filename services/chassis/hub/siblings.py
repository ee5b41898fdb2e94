"""The other processes of the same service, asked by HTTP what they do; each reads its clock again when asked."""

from __future__ import annotations

import http.client
import logging
from typing import Any

import orjson

from services.chassis.leases import Leases, Slot
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

BUSY = "/busy"
ANSWER_S = 2.0


class Siblings:
    """There are none where one process serves alone: asking costs one read of the store then."""

    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    def ask(self) -> list[dict[str, Any]]:
        """What each of them says, `{in_flight, settled, at_work, idle}`; one that does not answer is not idle."""
        try:
            return [_asked(slot) for slot in self._leases.others()]
        except Transient:
            return [{"in_flight": 0, "settled": 0, "at_work": 0, "idle": False}]


def _asked(slot: Slot) -> dict[str, Any]:
    connection = http.client.HTTPConnection(slot.address, timeout=ANSWER_S)
    try:
        connection.request("GET", BUSY)
        told = orjson.loads(connection.getresponse().read())
        return {**told, "idle": not (told["in_flight"] or told["at_work"])}
    except (OSError, http.client.HTTPException, orjson.JSONDecodeError, KeyError) as error:
        log.info("another process does not answer", extra={"slot": slot.number, "error": type(error).__name__})
        return {"in_flight": 0, "settled": 0, "at_work": 0, "idle": False}
    finally:
        connection.close()
