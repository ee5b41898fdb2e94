"""What the staff's tests share: matters that are there already, and the forms of a desk."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.integration.hub_under_test import Hub, until

LEAD, ASSIST, OTHER = "ns-housing", "ns-city", "ns-transport"
CATEGORY = "construction.municipal"


def registered(hub: Hub, **more: Any) -> str:
    """The number of a matter that routing has heard of."""
    body = {"channel": "web", "purpose": "appeal", "title": "小区停车", "text": "小区门口停车混乱。", "place": "ns-t05"}
    made = hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True} | more)
    assert made.status_code == 201, made.text
    here = f"/api/routing/cases/{made.json()['number']}"
    until(lambda: hub.call("routing", "GET", here, token=hub.token("dispatcher")).status_code == 200, what=here)
    return str(made.json()["number"])


def whistled(hub: Hub, *assists: str) -> tuple[str, str]:
    """Number of a matter and the id of its whistle."""
    number = registered(hub)
    here, token = f"/api/routing/cases/{number}", hub.token("dispatcher")
    accepted = hub.call("routing", "POST", f"{here}/acceptance", {"category": CATEGORY}, token=token)
    assert accepted.status_code == 200, accepted.text
    body = {"kind": "ordinary", "lead": LEAD, "assists": list(assists), "reason": "请到现场。"}
    made = hub.call("routing", "POST", f"{here}/whistles", body, token=token)
    assert made.status_code == 201, made.text
    return number, str(made.json()["id"])


def step(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("navigation", name="步骤").get_by_role("link", name=name, exact=True).click()


def send(visitor: Visitor, name: str, done: str) -> None:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    expect(visitor.page.get_by_role("status").first).to_have_text(done)


def handling(visitor: Visitor, name: str = "办理情况") -> Any:
    return visitor.page.locator(f'[data-part][aria-label="{name}"]')
