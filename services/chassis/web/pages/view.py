"""Templates: a service's own over the shared ones, everything escaped, nothing undefined passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from services.chassis.web.pages import files
from services.contracts import doors, labels

if TYPE_CHECKING:
    from services.chassis.service import HubService

SHARED = Path(__file__).resolve().parents[1] / "templates"


class Views:
    """The templates of one service."""

    def __init__(self, service: HubService, own: Path) -> None:
        loader = ChoiceLoader([FileSystemLoader(own), FileSystemLoader(SHARED)])
        made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
        made.trim_blocks = made.lstrip_blocks = True
        made.filters["label"] = labels.label
        made.globals |= {"static": files.address, "labels": labels.of_kind, "doors_for": doors.doors_for}
        made.globals |= {"service": service.name}
        self._service, self._environment = service, made
        self.follow_county()

    def follow_county(self) -> None:
        """Show the county's names and times by its file as it is now."""
        self._environment.filters |= local_times(self._service.timezone())
        self._environment.filters |= self._service.names()
        self._environment.globals |= {"county": getattr(self._service, "county", None)}

    def page(self, template: str, data: Mapping[str, Any]) -> bytes:
        """One page as bytes."""
        return self._environment.get_template(template).render(data).encode()


def local_times(timezone: str) -> dict[str, Callable[[str], str]]:
    """Filters for instants, in the county's time: `when` (2026-11-22 16:00), `day` and `hour`."""
    zone = ZoneInfo(timezone)

    def shown(form: str) -> Callable[[str], str]:
        return lambda instant: datetime.fromisoformat(instant).astimezone(zone).strftime(form)

    return {"when": shown("%Y-%m-%d %H:%M"), "day": shown("%Y-%m-%d"), "hour": shown("%H:%M")}
