"""The county file read anew while the service runs: told to by the operator, followed by every process of the service.

A broken file changes nothing, nor one that has lost a place, unit or category: matters lie there. What runs keeps the
rules that it started under; whoever lays the county out for quick asking lays it out again in `HubService.on_county`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import eventlet
import eventlet.tpool

from services.chassis.hub.kept_counties import CountyRead, read_county
from services.contracts.refusals import FieldError, Refusal

if TYPE_CHECKING:
    from services.chassis.service import HubService

log = logging.getLogger(__name__)


class CountyFile:
    """The county of one process; which version was told last is kept for the service's other processes."""

    def __init__(self, service: HubService, read: Callable[[Path], CountyRead] = read_county) -> None:
        self._service = service
        self._read = read
        self._told = service.counties.told()
        self.followers: list[Callable[[], None]] = []
        """Called after the service itself when the county has changed, such as what shows its names on pages."""

    def told(self) -> dict[str, Any]:
        """Which county, by which version of its file."""
        county = self._service.county
        return {"code": county.code, "name": county.name, "version": county.version}

    def reload(self) -> dict[str, Any]:
        """Read the file again: `state` is `reloaded` or `unchanged`, `former` the version until now.

        Refuses 422 `county_file_broken` with every mistake, 422 `codes_dropped` with every place, unit and category
        that the file has lost, 409 `other_county` for a file of another county.
        """
        running = self._service.county
        try:
            read = eventlet.tpool.execute(self._read, self._service.settings.county_file)
        except ValueError as error:
            raise _broken(error) from error
        county = read.county
        if county.code != running.code:
            detail = f"The file is of {county.code}, this hub is {running.code}'s. Start a hub of its own."
            raise Refusal("other_county", detail)
        dropped = running.dropped_by(county)
        if dropped:
            raise _lost(dropped)
        self._service.counties.accept(read)
        self._told = county.version
        if county.version != running.version:
            self._take(county)
        state = "unchanged" if county.version == running.version else "reloaded"
        return {**self.told(), "former": running.version, "state": state}

    def look(self) -> None:
        """Follow what another process of the service was told, by the file that it has kept."""
        told = self._service.counties.told()
        if told is None or told == self._told:
            return
        self._told = told
        if told != self._service.county.version:
            eventlet.spawn_n(self._follow, told)

    def _follow(self, told: str) -> None:
        county = self._service.counties.find(told)
        if county is None:
            log.error("the county file that another process took cannot be taken here", extra={"version": told})
        else:
            self._take(county)

    def _take(self, county: Any) -> None:
        self._service.counties.hold(self._service.county)
        self._service.county = county
        self._service.on_county()
        for follow in self.followers:
            follow()
        log.info("the county file was read anew", extra={"version": county.version})


def _lost(dropped: tuple[tuple[str, str], ...]) -> Refusal:
    allowed = "Allowed: a code once given stays: change its name, or for a unit name a successor"
    errors = tuple(
        FieldError(section, "code_dropped", f"{section}: the code {code!r} is missing. {allowed}.")
        for section, code in dropped
    )
    detail = f"The county file has lost {len(errors)} of its codes; the county stays as it was."
    return Refusal("codes_dropped", detail, status=422, errors=errors)


def _broken(error: ValueError) -> Refusal:
    problems = getattr(error, "problems", None)
    if problems is None:
        raise error
    errors = tuple(FieldError(each.field, "county_file", f"line {each.line}: {each}") for each in problems)
    many = f"{len(errors)} mistake{'' if len(errors) == 1 else 's'}"
    detail = f"The county file has {many}; the county stays as it was. See `countynet county check`."
    return Refusal("county_file_broken", detail, status=422, errors=errors)
