"""The dispatcher's path: queue, accept, whistle, check-ins as they come, objection, reply, conclusion."""

from __future__ import annotations

import csv

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Comes
from tests.browser.desk import ASSIST, CATEGORY, LEAD, OTHER, handling, registered, send, step, whistled
from tests.browser.visitor import chosen
from tests.integration.hub_under_test import Hub, until

QUEUE, CASES, CALLS = "/work/routing/queue", "/work/routing/cases", "/work/routing/calls"


def test_a_matter_is_found_in_the_queue_accepted_and_whistled(hub: Hub, comes: Comes) -> None:
    visitor = comes(360)
    number = registered(hub)
    visitor.has_role("dispatcher")
    visitor.go(f"{QUEUE}?status=registered&place=ns-t05&limit=20")
    page = visitor.page
    expect(page.locator(f"#light-{number}")).to_contain_text("正常")
    visitor.look("queue", *WIDTHS)
    page.get_by_role("link", name=number).click()
    expect(page.locator("h1")).to_contain_text("已登记")
    chosen(page, "内容分类", CATEGORY)
    visitor.look("case-accept", *WIDTHS)
    send(visitor, "受理", "已受理。")
    step(visitor, "吹哨")
    page.get_by_label("急哨").check()
    chosen(page, "主办单位", LEAD)
    page.locator(f"input[name=assists][value={ASSIST}]").check()
    page.get_by_role("button", name="吹哨", exact=True).click()
    expect(page.locator("#e-reason")).to_have_text("请填写。")
    expect(page.locator(".alert-danger li")).to_have_text(["交办说明：请填写。"])
    expect(page.get_by_label("急哨")).to_be_checked()
    visitor.look("case-whistle-fault", *WIDTHS)
    page.get_by_label("交办说明").fill("请今天到现场。")
    send(visitor, "吹哨", "已吹哨，等待各单位报到。")
    expect(handling(visitor)).to_contain_text("待报到")
    expect(handling(visitor, "办理经过")).to_contain_text("吹哨")
    expect(handling(visitor, "时限")).to_contain_text("报到")
    visitor.look("case-whistled", *WIDTHS)
    expect(page.locator("#words")).to_be_empty()
    page.get_by_role("link", name="打开答复与往来").click()
    expect(page.locator("#words")).to_contain_text("请今天到现场。")
    expect(handling(visitor, "办理经过")).to_contain_text("查阅")


def test_check_ins_come_without_reload_then_reply_and_conclusion(hub: Hub, comes: Comes) -> None:
    number, _ = whistled(hub, ASSIST)
    desk, unit = comes(1920), comes(360)
    desk.has_role("dispatcher")
    unit.has_role("handler", department=LEAD)
    desk.go(f"{CASES}/{number}")
    expect(handling(desk).locator("tbody tr")).to_have_count(2)
    unit.go(CALLS)
    unit.look("calls", *WIDTHS)
    unit.page.get_by_role("link", name=number).click()
    unit.look("call-called", *WIDTHS)
    send(unit, "报到", "报到成功。")
    expect(handling(desk)).to_contain_text("已报到")
    expect(handling(desk)).to_contain_text("状态有变化")
    desk.look("case-checked-in", *WIDTHS)
    unit.page.get_by_role("button", name="提交答复").click()
    expect(unit.page.locator("#e-text")).to_have_text("请填写。")
    unit.page.get_by_label("答复群众").fill("已划线整治，今后每天巡查。")
    unit.look("call-reply", *WIDTHS)
    send(unit, "提交答复", "答复已提交。")
    expect(handling(desk)).to_contain_text("已答复")
    desk.page.get_by_role("link", name="更新可办的步骤").click()
    step(desk, "办结")
    desk.page.get_by_label("已解决").check()
    desk.look("case-conclude", *WIDTHS)
    send(desk, "办结", "已办结，群众可以评价。")
    expect(desk.page.locator("h1")).to_contain_text("已办结")
    unit.go(f"{CALLS}?over=yes")
    expect(unit.page.get_by_role("link", name=number)).to_be_visible()


def test_an_objection_is_raised_without_script_and_upheld(hub: Hub, comes: Comes) -> None:
    number, whistle = whistled(hub)
    unit, desk = comes(360, scripts=False), comes(1920)
    unit.has_role("handler", department=LEAD)
    unit.go(f"{CALLS}/{whistle}")
    unit.page.get_by_role("link", name="不属本单位办理？提出异议").click()
    chosen(unit.page, "理由", "not_competent")
    unit.page.get_by_role("button", name="提出异议").click()
    expect(unit.page.locator("#e-text")).to_have_text("请填写。")
    unit.page.get_by_role("textbox", name="说明").fill("道路停车由城管负责。")
    unit.look("call-object", *WIDTHS)
    send(unit, "提出异议", "异议已提交，等待裁定。")
    desk.has_role("dispatcher")
    desk.go(f"{CASES}/{number}")
    page = desk.page
    page.get_by_label("异议成立，免除该单位").check()
    page.get_by_label("裁定理由").fill("属城管职责。")
    page.get_by_role("button", name="裁定", exact=True).click()
    expect(page.locator("#e-replacement")).to_contain_text("须另定主办单位")
    desk.look("case-decide", *WIDTHS)
    chosen(page, "改由", OTHER)
    send(desk, "裁定", "异议已裁定。")
    expect(handling(desk)).to_contain_text("成立，改由")
    assert unit.go(f"{CALLS}/{whistle}").status == 404


def test_more_time_is_granted_and_other_ways_are_open(hub: Hub, comes: Comes) -> None:
    visitor = comes(360)
    number, _ = whistled(hub)
    visitor.has_role("dispatcher")
    visitor.go(f"{CASES}/{number}?step=extend")
    page = visitor.page
    page.get_by_label("延至").fill("2020-01-01")
    chosen(page, "理由", "weather")
    page.get_by_label("向群众说明").fill("连日大雨，路面无法施工。")
    page.get_by_role("button", name="延期", exact=True).click()
    expect(page.locator("#e-until")).to_contain_text("原期限之后")
    visitor.look("case-extend", *WIDTHS)
    other = registered(hub)
    for name in ("不予受理", "转送", "即办即答"):
        visitor.go(f"{CASES}/{other}")
        step(visitor, name)
        expect(page.get_by_role("main").locator("form.sheet")).to_be_visible()
    page.get_by_label("当场答复").fill("已经修好。")
    visitor.look("case-on-the-spot", *WIDTHS)
    send(visitor, "答复并办结", "已当场答复并办结。")


def test_an_accusation_found_later_leaves_the_desk(hub: Hub, comes: Comes) -> None:
    number, _ = whistled(hub)
    desk = comes(1920)
    desk.has_role("dispatcher")
    desk.go(f"{CASES}/{number}")
    step(desk, "属检举控告")
    desk.look("case-wall", *WIDTHS)
    send(desk, "转送", "已转送。")
    expect(desk.page.get_by_role("link", name=number)).to_have_count(0)
    assert desk.go(f"{CASES}/{number}").status == 404


def test_the_queue_is_filtered_turned_over_and_taken_away(hub: Hub, comes: Comes) -> None:
    numbers = {registered(hub, place="ns-t06") for _ in range(3)}
    desk = comes(360)
    desk.has_role("dispatcher", place="ns-t06")
    desk.go(f"{QUEUE}?limit=2&status=registered")
    page = desk.page
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("link", name="第一页")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格（CSV）").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert numbers <= {row["编号"] for row in rows}
    assert {row["状态"] for row in rows} == {"已登记"}


def test_lights_are_shown_as_away_while_oversight_is_down(hub: Hub, comes: Comes) -> None:
    number = registered(hub)
    desk = comes(1920)
    desk.may_miss = {"/work/oversight/parts/"}
    desk.has_role("dispatcher")
    with hub.away("oversight"):
        desk.go(f"{QUEUE}?place=ns-t05")
        expect(desk.page.get_by_text("时限灯暂时读取不到")).to_be_visible()
        expect(desk.page.get_by_role("link", name=number)).to_be_visible()
        desk.look("queue-lights-away", *WIDTHS)


def test_a_citizen_reads_the_answer_by_number_and_code(hub: Hub, comes: Comes) -> None:
    body = {"channel": "web", "purpose": "appeal", "title": "路灯", "text": "路灯不亮。", "place": "ns-t05"}
    made = hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True}).json()
    here = f"/api/routing/cases/{made['number']}"
    answer = {"text": "路灯已经修好，欢迎监督。"}
    token = hub.token("dispatcher")
    until(lambda: hub.call("routing", "POST", f"{here}/on-the-spot", answer, token=token).status_code == 200)
    for scripts in (True, False):
        citizen = comes(360, scripts=scripts)
        citizen.go("/follow")
        citizen.page.get_by_label("编号").fill(made["number"])
        citizen.page.get_by_label("查询码").fill(made["query_code"])
        citizen.page.get_by_role("button", name="查询").click()
        if not scripts:
            citizen.page.get_by_role("button", name="查看答复").click()
        expect(citizen.page.get_by_text(answer["text"])).to_be_visible()
        citizen.look("replies", *WIDTHS)
