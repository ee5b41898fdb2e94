"""The county files that a service has accepted, each by its version, in its own store.

A process starts from the file that was accepted last, whatever lies on the disk meanwhile, so that all processes of a
service run the same county and a broken file ends none. Matters ask here for the rules of an older version.
"""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.chassis.store import Collection, Store, Work
from services.contracts.envelope import Context, new_id

if TYPE_CHECKING:
    from services.chassis.clock import Clock

log = logging.getLogger(__name__)

TOLD = Collection("hub_county")
FILES = Collection("hub_county_file")
_ID = "told"
_LAID_OUT = 4
READER = "services.county.reader"
"""Reads the county; named, not imported, because the chassis stands beside the county, not upon it."""

BROKEN = "the county file is broken; the one accepted last runs"
CHANGED = "the county file is not the one accepted last, which runs"


class NeverAccepted(ValueError):
    """The county file is broken and the service has never accepted one: there is nothing to start from."""


@dataclass(frozen=True, slots=True)
class CountyRead:
    """A county with the bytes of the file that it was read from."""

    county: Any
    content: bytes


def read_county(path: Path) -> CountyRead:
    """The county of a file. Raises the reader's CountyFileError, a ValueError with `problems`."""
    reader = importlib.import_module(READER)
    content = reader.content_of(path)
    return CountyRead(reader.read(content, str(path)), content)


class KeptCounties:
    """What one service has kept; a version names its bytes, so that nothing here ever changes under its version."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._laid_out: dict[str, Any] = {}

    def told(self) -> str | None:
        """The version that was accepted last; None before the first start."""
        kept = self._store.get(TOLD.name, _ID)
        return None if kept is None else str(kept.body["version"])

    def find(self, version: str) -> Any | None:
        """The county of a version; None where it was not kept, or this software does not take its file any more."""
        if version not in self._laid_out:
            kept = self._store.get(FILES.name, version)
            if kept is None:
                return None
            try:
                content = str(kept.body["content"]).encode()
                self.hold(importlib.import_module(READER).read(content, f"the county file kept as {version}"))
            except ValueError as error:
                told_of = {"version": version, "mistakes": mistakes_of(error)}
                log.warning("a kept county file is not taken any more", extra=told_of)
                return None
        return self._laid_out[version]

    def hold(self, county: Any) -> None:
        """Have a county at hand without reading it again; a few at a time."""
        while len(self._laid_out) >= _LAID_OUT:
            del self._laid_out[next(iter(self._laid_out))]
        self._laid_out[county.version] = county

    def accept(self, read: CountyRead) -> None:
        """Keep the file's bytes and that its version is the one to run."""
        context = Context(actor="machine", now=self._clock.now(), correlation=new_id())
        self._store.run(context, _keep, read.county.version, read.content.decode("utf-8"))

    def at_start(self, on_disk: CountyRead | ValueError | None) -> Any:
        """The county to start with: the one accepted last, else the file's; `on_disk` may be the file's mistakes.

        A file of another county is taken, as by a hub that is new; a service without a county has None. Raises
        NeverAccepted.
        """
        if on_disk is None:
            return None
        told = self.told()
        running = None if told is None else self.find(told)
        if isinstance(on_disk, ValueError):
            if running is None:
                raise NeverAccepted(str(on_disk)) from on_disk
            told_of = {"version": running.version, "mistakes": mistakes_of(on_disk)}
            log.warning("%s: put it right, then `countynet county reload`", BROKEN, extra=told_of)
            return running
        county = on_disk.county
        if running is not None and running.version == county.version:
            return county
        if running is not None and running.code == county.code:
            told_of = {"version": running.version, "file_version": county.version}
            log.warning("%s: `countynet county reload` takes the file", CHANGED, extra=told_of)
            return running
        self.accept(on_disk)
        return county


def mistakes_of(error: ValueError) -> list[str]:
    """Where a county file is wrong and what is allowed there, without its words, which may be people's names."""
    problems = getattr(error, "problems", ())
    return [f"line {each.line}: {each.field} (allowed: {each.allowed})" for each in problems]


def _keep(work: Work, version: str, content: str) -> None:
    if work.get(FILES.name, version) is None:
        work.put(FILES.name, version, {"content": content})
    told = work.get(TOLD.name, _ID)
    if told is None or told.body["version"] != version:
        work.put(TOLD.name, _ID, {"version": version}, 0 if told is None else told.version)
