"""Somebody in front of a screen: a browser window that notices what no page of the hub may do."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from services.chassis.web.reading import COOKIE
from tests.integration.hub_under_test import ROOT, Hub

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
HEIGHTS = {360: 740, 1920: 1080}
"""How high a window of each width is."""
SCREENSHOTS = ROOT / "var" / "screenshots"
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
AUDIT = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const grave = found.violations.filter((each) => ["serious", "critical"].includes(each.impact));
  const told = (node) => `${node.target.join(" ")} ${node.failureSummary}`;
  return grave.map((each) => [each.id, ...each.nodes.map(told)].join("; "));
}"""


class Visitor:
    """One window; `look` takes its picture and has it examined."""

    def __init__(self, hub: Hub, context: BrowserContext, width: int, scripts: bool) -> None:
        self.hub = hub
        self.origin = hub.url("gateway")
        self.width = width
        self.scripts = scripts
        self.troubles: list[str] = []
        self.may_miss: set[str] = set()
        """Beginnings of addresses of parts whose service is away in this test."""
        self._context = context
        context.add_init_script(VIOLATIONS)
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def go(self, path: str) -> Response:
        """Open an address of the hub."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None
        return answer

    def has_role(self, role: str, **scope: str) -> None:
        """Be signed in already, with a role (or several: `a,b`) and a scope (`place=`, `department=`)."""
        token = self.hub.token(role, **scope)
        self._context.add_cookies([{"name": COOKIE, "value": token, "url": self.origin, "httpOnly": True}])

    def look(self, name: str, *widths: int) -> None:
        """Keep a picture of the whole page, and see that it is fit for everybody and asks nothing of strangers.

        With `widths` the pictures are taken at these, so that a path need not be walked again for each.
        """
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        kind = "" if self.scripts else "-plain"
        own = self.page.viewport_size
        assert own is not None
        for width in widths or (self.width,):
            if width != self.page.viewport_size["width"]:
                self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
            self.page.screenshot(path=SCREENSHOTS / f"{name}{kind}-{width}.png", full_page=True)
            assert self.overflow() <= 0, f"{name} is wider than {width} px"
        if self.page.viewport_size != own:
            self.page.set_viewport_size(own)
        if self.scripts:
            self.page.evaluate(AXE)
            assert self.page.evaluate(AUDIT) == []
            assert self.page.evaluate("window.violations") == []
        assert self.troubles == []

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        if not self.scripts:
            return 0
        found = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return int(found)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text().strip()

    def _heard(self, message: ConsoleMessage) -> None:
        # A failed load is known by its answer; htmx tells of the same once more.
        told = message.text.startswith("Failed to load resource") or any(path in message.text for path in self.may_miss)
        if message.type == "error" and not told:
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:")):
            self.troubles.append(f"asked a stranger: {request.url}")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        missed = response.status >= 400 and not response.request.is_navigation_request()
        if missed and not path.startswith(tuple(self.may_miss)):
            self.troubles.append(f"{response.status} for {path}")


def chosen(page: Page, label: str, option: Any) -> None:
    """Choose in a list by its label."""
    page.get_by_label(label).select_option(option)
