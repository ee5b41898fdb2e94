"""Grid work in the browser, on 岢岚's county file: a visit by telephone, the reception desk, who is on duty now."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from services.county.reader import load
from services.intake.use_cases.patrols import patrolled
from tests.browser.conftest import Comes
from tests.browser.visitor import chosen
from tests.integration.hub_under_test import ROOT, Hub, started

KELAN = ROOT / "deploy" / "counties" / "kelan.yaml"
COUNTY = load(KELAN)
GRID = patrolled(COUNTY, "kl")[3]
VILLAGE = COUNTY.places.village_of(GRID) or ""
NEXT_GRID = next(g for g in patrolled(COUNTY, VILLAGE) if g != GRID)
PATROLS, RECEPTION = "/work/intake/patrols", "/work/intake/reception"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of 岢岚; `COUNTYNET_TEST_VAR_KELAN` names one that runs already, while tests are written."""
    if given := os.environ.get("COUNTYNET_TEST_VAR_KELAN"):
        yield Hub.found(Path(given))
        return
    with started(tmp_path_factory.mktemp("kelan"), KELAN) as running:
        yield running


def test_a_grid_worker_records_a_visit_by_telephone_and_sees_what_is_lacking(comes: Comes) -> None:
    visitor = comes(360)
    visitor.has_role("grid_worker", place=VILLAGE)
    visitor.go("/work")
    visitor.page.locator("main").get_by_role("link", name="网格走访").click()
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("网格走访")
    lacking = page.get_by_role("region", name="还差的走访").locator("tbody tr")
    before = lacking.count()
    visitor.look("patrols", 360, 1920)
    page.get_by_role("button", name="记录走访").click()
    expect(page.get_by_role("alert").first).to_contain_text("走访的网格")
    chosen(page, "走访的网格", GRID)
    page.get_by_label("日常排查").check()
    page.get_by_role("button", name="记录走访").click()
    expect(page.get_by_role("status").first).to_have_text("走访已记录。")
    assert lacking.count() == before - 1
    visitor.look("patrols-done")


def test_what_a_visit_found_is_shown_with_its_number_this_once_without_script_too(comes: Comes) -> None:
    visitor = comes(360, scripts=False)
    visitor.has_role("grid_worker", place=VILLAGE)
    visitor.go(PATROLS)
    page = visitor.page
    chosen(page, "走访的网格", NEXT_GRID)
    page.get_by_label("日常排查").check()
    page.locator("summary").click()
    page.get_by_label("发现问题").fill("路口的路灯不亮")
    page.get_by_label("问题情况").fill("晚上巡查时看到路口的路灯不亮，行人看不清路。")
    page.get_by_role("button", name="记录走访").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("走访已记录")
    expect(page.locator("main .facts")).to_contain_text("查询码")
    visitor.look("patrolled")


def test_the_reception_desk_opens_a_session_and_ends_it(comes: Comes) -> None:
    visitor = comes(1920)
    visitor.has_role("clerk", place=VILLAGE)
    visitor.go(RECEPTION)
    page = visitor.page
    expect(page.get_by_role("region", name="缺少的接访")).to_be_visible()
    page.get_by_role("button", name="开始：村居干部接访").click()
    expect(page.get_by_role("status").first).to_have_text("接访已开始。")
    visitor.look("reception", 1920, 360)
    page.get_by_role("link", name="登记来访").click()
    expect(page.get_by_label("渠道")).to_have_value("visit")
    expect(page.locator("input[name=reception]")).to_have_value(page.url.rpartition("=")[2])
    page.go_back()
    page.get_by_label("来访人次").fill("3")
    page.get_by_role("button", name="结束接访").click()
    expect(page.get_by_role("status").first).to_have_text("接访已结束。")


def test_anybody_sees_on_the_first_page_who_receives_now(comes: Comes) -> None:
    visitor = comes(360)
    visitor.go("/")
    section = visitor.page.get_by_role("region", name="现在谁在接访")
    expect(section).to_contain_text("县处级领导接访")
    visitor.look("home-on-duty", 360, 1920)


def test_the_map_shows_each_grid_with_what_lies_in_it_and_its_open_matters(hub: Hub, comes: Comes) -> None:
    body = {"channel": "web", "purpose": "appeal", "title": "路面破损", "text": "院里路面破损。", "place": GRID}
    made = hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True})
    assert made.status_code == 201, made.text
    visitor = comes(360)
    visitor.has_role("grid_worker", place=VILLAGE)
    visitor.go(PATROLS)
    visitor.page.get_by_role("link", name="网格地图").click()
    page = visitor.page
    drawing = page.get_by_role("img", name="的网格，共")
    inside = [code for code in patrolled(COUNTY, VILLAGE)]
    expect(drawing.locator("circle")).to_have_count(len(inside))
    row = page.get_by_role("region", name="网格和要素").get_by_role("row").filter(has_text=COUNTY.places.get(GRID).name)
    expect(row).to_contain_text(COUNTY.elements.of(GRID)[0].name)
    expect(row.get_by_role("link")).to_have_text(re.compile("[1-9]"))
    visitor.look("map", 360, 1920)
