"""A part whose service is away says so; the rest of the page, and the other pages, go on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.integration.hub_under_test import Hub


def test_a_part_says_that_its_service_is_away_and_comes_back_by_itself(hub: Hub, comes: Comes) -> None:
    body = {"channel": "web", "purpose": "appeal", "title": "时限", "text": "看看时限。", "place": "ns-t04"}
    made = hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True}).json()
    visitor = comes(1920)
    visitor.may_miss = {"/work/routing/parts/", "/work/oversight/parts/"}
    visitor.has_role("clerk")
    with hub.away("oversight"):
        visitor.go(f"/work/intake/matters/{made['number']}")
        expect(visitor.page.get_by_text("时限暂时读取不到")).to_be_visible()
        expect(visitor.page.locator(".story").first).to_have_text("看看时限。")
        visitor.look("part-away")


def test_a_page_whose_service_is_away_says_so_in_chinese(hub: Hub, comes: Comes) -> None:
    visitor = comes(360)
    with hub.away("mediation"):
        answer = visitor.go("/work/mediation/cases")
        assert answer.status == 503
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("暂时无法办理")
        visitor.look("service-away")
    assert visitor.go("/").status == 200
