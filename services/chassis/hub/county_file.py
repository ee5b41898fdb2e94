"""The county file read anew while the service runs: told to by the operator, followed by every process of the service.

A broken file changes nothing. What runs keeps the rules that it started under; whoever lays the county out for quick
asking lays it out again in `HubService.on_county`.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import eventlet
import eventlet.tpool

from services.contracts.envelope import Context, new_id
from services.contracts.refusals import FieldError, Refusal

if TYPE_CHECKING:
    from services.chassis.service import HubService
    from services.chassis.store import Work

log = logging.getLogger(__name__)

COLLECTION = "hub_county"
_ID = "told"
READER = "services.county.reader"
"""Reads the county; named, not imported, because the chassis stands beside the county, not upon it."""


def read_county(path: Path) -> Any:
    """The county of a file. Raises the reader's CountyFileError, a ValueError with `problems`."""
    return importlib.import_module(READER).load(path)


class CountyFile:
    """The county of one process; which version was told last is kept for the service's other processes."""

    def __init__(self, service: HubService, read: Callable[[Path], Any] = read_county) -> None:
        self._service = service
        self._read = read
        self._told = self._kept()
        self.followers: list[Callable[[], None]] = []
        """Called after the service itself when the county has changed, such as what shows its names on pages."""

    def told(self) -> dict[str, Any]:
        """Which county, by which version of its file."""
        county = self._service.county
        return {"code": county.code, "name": county.name, "version": county.version}

    def reload(self) -> dict[str, Any]:
        """Read the file again: `state` is `reloaded` or `unchanged`, `former` the version until now.

        Refuses 422 `county_file_broken` with every mistake, 409 `other_county` for a file of another county.
        """
        former = self._service.county.version
        try:
            county = eventlet.tpool.execute(self._read, self._service.settings.county_file)
        except ValueError as error:
            raise _broken(error) from error
        if county.code != self._service.county.code:
            detail = f"The file is of {county.code}, this hub is {self._service.county.code}'s. Start a hub of its own."
            raise Refusal("other_county", detail)
        if county.version != former:
            self._take(county)
        self._tell(county.version)
        return {**self.told(), "former": former, "state": "unchanged" if county.version == former else "reloaded"}

    def look(self) -> None:
        """Follow what another process of the service was told; a file that is broken meanwhile is left alone."""
        told = self._kept()
        if told == self._told:
            return
        self._told = told
        if told != self._service.county.version:
            eventlet.spawn_n(self._follow)

    def _follow(self) -> None:
        try:
            self.reload()
        except Refusal as refusal:
            log.error("the county file that another process took cannot be taken here", extra={"code": refusal.code})

    def _take(self, county: Any) -> None:
        self._service.county = county
        self._service.on_county()
        for follow in self.followers:
            follow()
        log.info("the county file was read anew", extra={"version": county.version})

    def _kept(self) -> str | None:
        kept = self._service.store.get(COLLECTION, _ID)
        return None if kept is None else str(kept.body["version"])

    def _tell(self, version: str) -> None:
        if self._told == version:
            return
        self._told = version
        context = Context(actor="machine", now=self._service.clock.now(), correlation=new_id())
        self._service.store.run(context, _write, version)


def _write(work: Work, version: str) -> None:
    kept = work.get(COLLECTION, _ID)
    work.put(COLLECTION, _ID, {"version": version}, 0 if kept is None else kept.version)


def _broken(error: ValueError) -> Refusal:
    problems = getattr(error, "problems", None)
    if problems is None:
        raise error
    errors = tuple(FieldError(each.field, "county_file", f"line {each.line}: {each}") for each in problems)
    many = f"{len(errors)} mistake{'' if len(errors) == 1 else 's'}"
    detail = f"The county file has {many}; the county stays as it was. See `countynet county check`."
    return Refusal("county_file_broken", detail, status=422, errors=errors)
