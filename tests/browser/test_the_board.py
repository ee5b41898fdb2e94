"""The board: numbers that move by themselves, charts with tables beside them, each reader's own part of it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import WIDTHS, Comes
from tests.browser.desk import registered, whistled
from tests.browser.visitor import Visitor
from tests.integration.hub_under_test import Hub


def tile(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(".tile", has=visitor.page.get_by_text(name, exact=True)).locator("dd")


def finished(hub: Hub) -> None:
    """A matter that was whistled, checked in, replied to and concluded, so that there is something to rate."""
    number, whistle = whistled(hub)
    lead, desk = hub.token("handler", department="ns-housing"), hub.token("dispatcher")
    here = f"/api/routing/whistles/{whistle}"
    assert hub.call("routing", "POST", f"{here}/check-ins", {}, token=lead).ok
    assert hub.call("routing", "POST", f"{here}/replies", {"text": "已整治。"}, token=lead).ok
    done = hub.call("routing", "POST", f"/api/routing/cases/{number}/conclusion", {"outcome": "solved"}, token=desk)
    assert done.ok, done.text


def test_its_numbers_move_without_reload_and_accusations_count_nowhere(hub: Hub, visitor: Visitor) -> None:
    finished(hub)
    hub.settle()
    visitor.has_role("leader")
    visitor.go("/board")
    page = visitor.page
    for chart in ("today", "open", "town", "department"):
        expect(page.locator(f"#chart-{chart} canvas")).to_be_visible()
    expect(page.locator("#table-department")).to_contain_text("100.0%")
    page.evaluate("window.stayed = true")
    before = int(tile(visitor, "今日登记").inner_text())
    body = {"channel": "web", "purpose": "accusation", "title": "举报", "text": "有人违纪。", "place": "ns-t05"}
    assert hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True}).status_code == 201
    registered(hub)
    expect(tile(visitor, "今日登记")).to_have_text(str(before + 1))
    hub.settle()
    page.wait_for_event("response", lambda answer: "/parts/board" in answer.url)
    expect(tile(visitor, "今日登记")).to_have_text(str(before + 1))
    assert page.evaluate("window.stayed") is True
    if visitor.width == 1920:
        assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), (
            "a wall's screen at a glance"
        )
    visitor.look("board")


def test_a_dispatcher_sees_no_rates_and_a_town_its_own(hub: Hub, comes: Comes) -> None:
    finished(hub)
    hub.settle()
    desk, town = comes(1920), comes(360)
    desk.has_role("dispatcher")
    desk.go("/board")
    expect(desk.page.get_by_role("heading", name="今日登记，按渠道")).to_be_visible()
    expect(desk.page.get_by_role("heading", name="三率，按镇")).to_have_count(0)
    desk.look("board-dispatcher")
    town.has_role("supervisor", place="ns-t05")
    town.go("/board?days=7")
    expect(town.page.locator("#table-town tbody tr")).to_have_count(1)
    expect(town.page.get_by_role("heading", name="三率，按单位")).to_have_count(0)
    town.look("board-town")


def test_without_script_the_tables_tell_all(comes: Comes) -> None:
    visitor = comes(360, scripts=False)
    visitor.has_role("supervisor")
    visitor.go("/board")
    expect(visitor.page.get_by_role("table", name="今日登记，按渠道")).to_be_visible()
    visitor.look("board")


def test_running_clocks_are_listed_and_filtered(hub: Hub, comes: Comes) -> None:
    visitor = comes(1920)
    number = registered(hub)
    hub.settle()
    visitor.has_role("supervisor")
    visitor.go(f"/work/oversight/clocks?number={number}")
    expect(visitor.page.get_by_role("link", name=number).first).to_be_visible()
    visitor.look("clocks", *WIDTHS)
