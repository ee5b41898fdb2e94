"""The staff signs in; the clerk registers, finds matters, and reads one."""

from __future__ import annotations

import csv
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.desk import registered
from tests.browser.visitor import Visitor, chosen
from tests.integration.hub_under_test import Hub

REGISTER, MATTERS = "/work/intake/register", "/work/intake/matters"


def account(hub: Hub, role: str) -> tuple[str, str]:
    """A new account's name and password."""
    username, password = f"b-{uuid.uuid4().hex[:10]}", uuid.uuid4().hex
    body = {"username": username, "password": password, "roles": [role]}
    made = hub.call("intake", "POST", "/ops/accounts", body, token=hub.token("operator"))
    assert made.status_code == 201, made.text
    return username, password


def sign_in(visitor: Visitor, username: str, password: str) -> None:
    visitor.page.get_by_label("用户名").fill(username)
    visitor.page.get_by_label("密码").fill(password)
    visitor.page.get_by_role("button", name="登录").click()


def test_who_is_not_signed_in_signs_in_first_and_comes_where_they_wanted(hub: Hub, visitor: Visitor) -> None:
    username, password = account(hub, "clerk")
    visitor.go(MATTERS + "?status=registered")
    assert "/work/sign-in?next=" in visitor.page.url
    visitor.look("sign-in")
    sign_in(visitor, username, "wrong")
    expect(visitor.page.get_by_role("alert")).to_contain_text("用户名与密码不符")
    expect(visitor.page.get_by_label("用户名")).to_have_value(username)
    expect(visitor.page.get_by_label("密码")).to_have_value("")
    sign_in(visitor, username, password)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("诉求台账")
    assert visitor.page.url.endswith(MATTERS + "?status=registered")
    visitor.go("/work")
    assert visitor.page.locator("main .door").count() >= 2
    visitor.look("desk")
    visitor.page.get_by_role("button", name="退出").click()
    expect(visitor.page.get_by_role("status")).to_have_text("您已退出。")
    visitor.go("/work")
    assert "/work/sign-in" in visitor.page.url


def test_a_visit_is_registered_with_its_representatives(visitor: Visitor) -> None:
    visitor.has_role("clerk")
    visitor.go(REGISTER)
    page = visitor.page
    chosen(page, "渠道", "visit")
    page.get_by_label("标题").fill("自来水断断续续")
    page.get_by_label("经过与要求").fill("三户人家一周来自来水时有时无，要求查明原因。")
    chosen(page, "事情发生在哪里", "ns-t02")
    page.get_by_label("姓名 必填").first.fill("代表甲")
    for name in ("代表乙", "代表丙", "代表丁", "代表戊"):
        page.get_by_role("button", name="增加一人").click()
        page.get_by_label("姓名 必填").last.fill(name)
    expect(page.get_by_role("button", name="增加一人")).to_be_disabled()
    page.locator("[data-row]").nth(3).get_by_role("button", name="删去").click()
    expect(page.get_by_label("姓名 必填")).to_have_count(4)
    assert [field.input_value() for field in page.get_by_label("姓名 必填").all()][-1] == "代表戊"
    visitor.look("register")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经登记")
    visitor.look("registered")
    number = visitor.text("[data-number]")
    visitor.may_miss = {"/work/routing/parts/", "/work/oversight/parts/"}
    visitor.go(f"{MATTERS}?number={number}")
    expect(page.locator("h1")).to_contain_text(number)
    expect(page.locator(".story").first).to_contain_text("自来水时有时无")
    expect(page.get_by_role("table", name="反映人").get_by_role("row")).to_have_count(5)
    page.reload()
    expect(page.locator(".timeline").first).to_contain_text("工作人员查阅")
    visitor.look("matter")


def test_a_fault_in_one_row_is_shown_in_that_row(comes: Comes) -> None:
    visitor = comes(360)
    visitor.has_role("clerk")
    visitor.go(REGISTER)
    page = visitor.page
    chosen(page, "渠道", "letter")
    page.get_by_role("button", name="增加一人").click()
    page.get_by_label("姓名 必填").last.fill("有姓名")
    page.get_by_label("身份证号").last.fill("110101199001011234")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请核对标出的各项。")
    expect(page.locator("#e-petitioners-0-id_number")).to_contain_text("身份证号")
    expect(page.get_by_label("姓名 必填")).to_have_count(1)
    visitor.look("register-faults")


def test_the_ledger_is_filtered_turned_over_and_taken_away(hub: Hub, visitor: Visitor) -> None:
    for title in ("台账一", "台账二", "台账三"):
        body = {"channel": "web", "purpose": "suggestion", "title": title, "text": "建议。", "place": "ns-t03"}
        made = hub.call("intake", "POST", "/api/intake/matters", body | {"anonymous": True})
        assert made.status_code == 201, made.text
    visitor.has_role("clerk", place="ns-t03")
    visitor.go(MATTERS + "?limit=2")
    page = visitor.page
    chosen(page, "目的", "suggestion")
    visitor.look("matters")
    visitor.go(MATTERS + "?limit=2&purpose=suggestion")
    expect(page.locator("tbody tr")).to_have_count(2)
    first = visitor.text("tbody th")
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("link", name="第一页")).to_be_visible()
    assert visitor.text("tbody th") != first
    with page.expect_download() as download:
        page.get_by_role("link", name="导出表格（CSV）").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 3
    assert {row["目的"] for row in rows} == {"意见建议"}


def test_who_may_not_open_a_page_is_told_so_in_the_same_look(visitor: Visitor) -> None:
    visitor.has_role("mediator")
    assert visitor.go(REGISTER).status == 403
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有权限")
    visitor.look("not-allowed")
    assert visitor.go("/work/intake/nothing").status == 404
    visitor.look("not-found")


def test_a_grid_worker_reads_a_matter_without_what_is_not_for_grid_workers(hub: Hub, comes: Comes) -> None:
    visitor, number = comes(360), registered(hub)
    visitor.has_role("grid_worker")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.go(f"{MATTERS}/{number}")
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.get_by_role("heading", name="办理经过")).to_be_visible()
    for box in ("办理情况", "时限"):
        expect(visitor.page.get_by_role("heading", name=box, exact=True)).to_have_count(0)
    expect(visitor.page.locator(".part-away:visible")).to_have_count(0)
    assert [url.rpartition("/parts/")[2] for url in asked if "/parts/" in url] == [f"candidates/{number}"]
    visitor.look("matter-grid-worker")


def test_a_part_that_the_reader_may_not_see_is_no_outage(hub: Hub, comes: Comes) -> None:
    visitor, number = comes(1920), registered(hub)
    part = "/work/oversight/parts/clocks/"
    visitor.may_miss = {part}
    visitor.has_role("clerk")
    visitor.page.route(f"**{part}*", lambda route: route.fulfill(status=403, body=""))
    visitor.go(f"{MATTERS}/{number}")
    expect(visitor.page.get_by_text("无权查看。")).to_be_visible()
    expect(visitor.page.get_by_text("时限暂时读取不到")).to_be_hidden()


@pytest.mark.parametrize(
    ("role", "path", "field", "typed"),
    [
        ("clerk", f"{MATTERS}?q=x&status=registered", "q", "x"),
        ("dispatcher", "/work/routing/queue?number=abc&status=registered", "number", "abc"),
        ("supervisor", "/work/oversight/clocks?number=12", "number", "12"),
    ],
)
def test_a_wrong_filter_is_told_at_its_field_and_nothing_typed_is_lost(
    comes: Comes, role: str, path: str, field: str, typed: str
) -> None:
    visitor = comes(360)
    visitor.has_role(role)
    assert visitor.go(path).status == 422
    page = visitor.page
    expect(page.get_by_role("alert")).to_contain_text("没有查询")
    expect(page.locator(f"#q-{field}")).to_have_value(typed)
    expect(page.locator(f"#e-{field}")).to_be_visible()
    if "status=" in path:
        expect(page.locator("#q-status")).to_have_value("registered")
    expect(page.locator("tbody")).to_have_count(0)
    visitor.look(f"wrong-filter-{role}", 360, 1920)
