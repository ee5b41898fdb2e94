"""`/ops`: what the console asks of every service; operators only, on the service's own port, never by the gateway."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from marshmallow import Schema

from services.chassis.access import roles
from services.chassis.clock import parse
from services.chassis.hub import forms
from services.chassis.hub.county_file import CountyFile
from services.chassis.hub.digests import digests
from services.chassis.hub.sight import Sight
from services.chassis.store import Page
from services.chassis.web.call import Answer, Call
from services.chassis.web.route import BODY_LIMIT, Route
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role

if TYPE_CHECKING:
    from services.chassis.service import HubService

OPERATOR = roles(Role.OPERATOR)
Method = Callable[[Call], Answer | dict[str, Any]]
Ask = Callable[[], list[dict[str, Any]]]


class Ops:
    """The routes of one service; `at_work` counts calls and sweeps under way, `ask_siblings` the other processes'."""

    def __init__(
        self,
        service: HubService,
        bus: Any,
        at_work: Callable[[], int],
        ask_siblings: Ask = list,
        county: CountyFile | None = None,
    ) -> None:
        self._service = service
        self._county = county
        self._bus = bus
        self._at_work = at_work
        self._ask_siblings = ask_siblings
        self._clock_moving = False

    def routes(self) -> list[tuple[Route, Method]]:
        """Each with its method."""
        return [
            _route("GET", "/ops/clock", self.clock),
            _route("PUT", "/ops/clock", self.set_clock, takes=forms.ClockForm),
            _route("GET", "/ops/idle", self.idle),
            _route("GET", "/ops/documents/<collection>", self.documents, query=forms.RowsQuery),
            _route("GET", "/ops/journal", self.journal, query=forms.JournalQuery),
            _route("GET", "/ops/handled", self.handled, query=forms.RowsQuery),
            _route("GET", "/ops/diverged", self.diverged, query=forms.RowsQuery),
            _route("GET", "/ops/counters", self.counters, query=forms.CountersQuery),
            _route("GET", "/ops/parked", self.parked, query=forms.RowsQuery),
            _route("GET", "/ops/parked/<id>", self.parked_message),
            _route("POST", "/ops/parked/<id>/replay", self.replay),
            _route("POST", "/ops/parked/<id>/drop", self.drop),
            _route("POST", "/ops/journal/republish", self.republish, takes=forms.RepublishForm),
            _route("POST", "/ops/digests", self.digests, takes=forms.DigestsForm),
            *(self._county_routes(self._county) if self._county is not None else ()),
        ]

    @staticmethod
    def _county_routes(county: CountyFile) -> list[tuple[Route, Method]]:
        def told(call: Call) -> dict[str, Any]:
            """Which county, by which version of its file."""
            del call
            return county.told()

        def reload(call: Call) -> dict[str, Any]:
            """Read the county file anew; a broken one changes nothing."""
            del call
            return county.reload()

        return [
            _route("GET", "/ops/county", told),
            _route("POST", "/ops/county/reload", reload, takes=forms.ReloadForm),
        ]

    def clock(self, call: Call) -> dict[str, Any]:
        """The domain's now."""
        del call
        clock = self._service.clock
        return {"now": clock.now(), "mode": clock.mode, "next_due": self._service.next_due()}

    def set_clock(self, call: Call) -> dict[str, Any]:
        """Set or release the virtual clock; the answer comes when all that is due by then has been done."""
        at = call.body["now"]
        if at is None:
            self._service.clock.release()
            self._ask_siblings()
            return self.clock(call)
        if self._clock_moving:
            raise Refusal("clock_is_moving", "The clock is being moved already. Wait for the answer.")
        self._clock_moving = True
        try:
            self._service.clock.set(at)
            self._ask_siblings()
            self._service.on_clock(self._service.clock.now())
        finally:
            self._clock_moving = False
        return self.clock(call)

    def idle(self, call: Call) -> dict[str, Any]:
        """What is still under way in all processes of the service, and when it next does something by itself."""
        del call
        state: dict[str, Any] = self._bus.idle()
        at_work = self._at_work() + self._clock_moving
        told = self._ask_siblings()
        idle = state["idle"] and not at_work and all(other["idle"] for other in told)
        state["in_flight"] += sum(other["in_flight"] for other in told)
        state["settled"] += sum(other["settled"] for other in told)
        at_work += sum(other["at_work"] for other in told)
        return {**state, "at_work": at_work, "idle": idle, "next_due": self._service.next_due()}

    def documents(self, call: Call) -> dict[str, Any]:
        """Documents as they lie in the store: what is sealed stays ciphertext."""
        return self._rows(call.path["collection"], call)

    def diverged(self, call: Call) -> dict[str, Any]:
        """Streams of which more was applied here than their source has kept through a restore."""
        return self._rows("diverged", call)

    def _rows(self, collection: str, call: Call) -> dict[str, Any]:
        sight = Sight(self._service, call)
        declared = self._service.store.collections.get(collection)
        if declared is None or (declared.walled and not sight.everything):
            raise Refusal.not_found("collection")
        page: Page = self._service.store.find(collection, limit=call.query["limit"], after=call.query["after"])
        rows = [
            {"id": d.id, "version": d.version, "body": d.body}
            for d in page.documents
            if sight.shows(d.body.get("stream")) and (sight.everything or not self._service.is_walled(collection, d))
        ]
        return {"documents": rows, "after": page.cursor}

    def journal(self, call: Call) -> dict[str, Any]:
        """Facts of this service in the order of their commits, with their envelopes."""
        query = call.query
        found = self._service.store.journal(
            query["stream"], after_position=query["after_position"], limit=query["limit"]
        )
        sight, rows = Sight(self._service, call), []
        for row in found:
            if not sight.shows(row.stream):
                continue
            told = row._asdict()
            told["envelope"] = orjson.Fragment(told.pop("body"))
            rows.append(told)
        return {"facts": rows, "after_position": found[-1].position if len(found) == query["limit"] else None}

    def handled(self, call: Call) -> dict[str, Any]:
        """How far each inbox has come with each stream."""
        after, limit = call.query["after"], call.query["limit"]
        inbox, _, stream = (after or "").partition(":")
        found = self._service.store.handled_rows((inbox, stream) if after else None, limit)
        sight = Sight(self._service, call)
        rows = [{"inbox": r.inbox, "stream": r.stream, **r.state._asdict()} for r in found if sight.shows(r.stream)]
        return {"handled": rows, "after": f"{found[-1].inbox}:{found[-1].stream}" if len(found) == limit else None}

    def counters(self, call: Call) -> dict[str, Any]:
        """Counters by the beginning of their keys."""
        return {"counters": self._service.store.counters(call.query["prefix"])}

    def parked(self, call: Call) -> dict[str, Any]:
        """Messages put aside, oldest first, without their bodies."""
        rows, after = self._bus.parking.listed(call.query["after"], call.query["limit"])
        sight = Sight(self._service, call)
        return {"parked": [row for row in rows if sight.shows(row.get("stream"))], "after": after}

    def parked_message(self, call: Call) -> dict[str, Any]:
        """One message put aside."""
        found: dict[str, Any] | None = self._bus.parking.shown(call.path["id"])
        if found is None or not Sight(self._service, call).shows(found.get("stream")):
            raise Refusal.not_found("parked message")
        return found

    def replay(self, call: Call) -> dict[str, Any]:
        """Apply it now, and what waits behind it."""
        self.parked_message(call)
        done: dict[str, Any] = self._bus.replay_parked(call.path["id"], call.context())
        return done

    def drop(self, call: Call) -> dict[str, Any]:
        """Give it up, for good and on record."""
        self.parked_message(call)
        done: dict[str, Any] = self._bus.drop_parked(call.path["id"], call.context())
        return done

    def republish(self, call: Call) -> dict[str, Any]:
        """Send facts of the journal again to one inbox."""
        stream, since, inbox = call.body["stream"], call.body["since"], call.body["inbox"]
        if (stream is None) == (since is None):
            raise Refusal.of_field("stream", "one_of", "Allowed: either stream or since.")
        if not Sight(self._service, call).shows(stream):
            return {"sent": 0}
        moment = None if since is None else parse(since).timestamp()
        return {"sent": self._bus.republish(inbox, stream=stream, since=moment)}

    def digests(self, call: Call) -> dict[str, Any]:
        """Digests of readable values, so that two sides can be compared without either being read."""
        body = call.body
        walled = Sight(self._service, call).everything
        made = digests(self._service, body["collection"], body["ids"], body["fields_"], body["nonce"], walled=walled)
        return {"digests": made}


def _route(
    method: str,
    path: str,
    does: Method,
    *,
    takes: type[Schema] | None = None,
    query: type[Schema] | None = None,
) -> tuple[Route, Method]:
    summary = (does.__doc__ or "").split("\n")[0]
    return Route(method, path, takes, None, OPERATOR, 200, query, None, BODY_LIMIT, summary), does
