"""Opens a service's pages: its templates, its routes, the static files, and mistakes as pages."""

from __future__ import annotations

import inspect
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from services.chassis.web.pages import files
from services.chassis.web.pages.answers import Answers
from services.chassis.web.pages.endpoint import PageEndpoint
from services.chassis.web.pages.route import PageRoute
from services.chassis.web.pages.view import Views

if TYPE_CHECKING:
    from services.chassis.service import HubService
    from services.chassis.web.application import Application


def open_pages(application: Application, service: HubService, pages: list[tuple[PageRoute, str]]) -> Views | None:
    """Enter the pages, if the service has any; one without pages says every mistake in JSON and has no views."""
    if not pages:
        return None
    own = Path(inspect.getfile(type(service))).parent / "pages" / "templates"
    views = Views(service, own)
    answers = Answers(service, views)
    for route, name in pages:
        application.add(PageEndpoint(route, getattr(service, name), service, answers))
    application.plain |= {address: partial(files.answer, address) for address in files.addresses().values()}
    application.mistake = answers.mistake
    return views
