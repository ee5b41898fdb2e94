"""A citizen tells and follows, with a telephone or a wide screen, with script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.visitor import Visitor, chosen

ANSWERS = {"/replies", "/accusations/answer"}
"""Parts that routing and oversight give."""


def fill_in(visitor: Visitor, title: str = "村口路灯不亮") -> None:
    page = visitor.page
    visitor.go("/submit")
    page.get_by_label("标题").fill(title)
    page.get_by_label("经过与要求").fill("村口到小学的路灯坏了两周，孩子晚上回家看不见路，请尽快修好。")
    chosen(page, "事情发生在哪里", "ns-t01")
    page.get_by_label("姓名 必填").first.fill("测试人甲")
    page.get_by_label("电话", exact=True).fill("13800000000")


def submitted(visitor: Visitor) -> tuple[str, str]:
    visitor.page.get_by_role("button", name="提交").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("已经登记")
    return visitor.text("[data-number]"), visitor.text("[data-code]")


def opens(visitor: Visitor, number: str, code: str) -> None:
    visitor.may_miss = ANSWERS
    visitor.go("/follow")
    visitor.page.get_by_label("编号").fill(number)
    visitor.page.get_by_label("查询码").fill(code)
    visitor.page.get_by_role("button", name="查询").click()


def test_the_first_page_shows_two_doors(visitor: Visitor) -> None:
    visitor.go("/")
    doors = visitor.page.locator("main .door")
    assert [door.get_attribute("href") for door in doors.all()] == ["/submit", "/follow"]
    visitor.look("home")


def test_what_is_told_can_be_followed_and_added_to(visitor: Visitor) -> None:
    fill_in(visitor)
    visitor.look("submit")
    number, code = submitted(visitor)
    assert visitor.page.locator("[data-code]").evaluate("code => code.getClientRects().length") == 1, "one line"
    visitor.look("submitted")
    opens(visitor, number, code)
    expect(visitor.page.locator("h1")).to_contain_text(number)
    assert code not in visitor.page.url
    assert number not in visitor.page.url
    visitor.page.get_by_label("补充说明").fill("昨晚又有一处不亮。")
    visitor.page.get_by_role("button", name="提交补充").click()
    expect(visitor.page.get_by_text("补充材料已收到。")).to_be_visible()
    expect(visitor.page.locator(".timeline")).to_contain_text("补充材料")
    visitor.look("followed")
    visitor.page.get_by_role("button", name="不再通知我").click()
    expect(visitor.page.get_by_role("status").first).to_contain_text("不再通知您")
    visitor.page.get_by_role("button", name="申请撤回").click()
    expect(visitor.page.locator("#e-confirmed")).to_have_text("请选择。")
    expect(visitor.page.locator("#requests")).to_have_count(0)
    visitor.look("withdrawal-unconfirmed")
    visitor.page.get_by_label("我确认撤回").check()
    visitor.page.get_by_role("button", name="申请撤回").click()
    expect(visitor.page.locator("#requests")).to_be_visible()


def test_without_script_everything_works_too(comes: Comes, width: int) -> None:
    visitor = comes(width, scripts=False)
    fill_in(visitor, "没有脚本也能反映")
    visitor.look("submit")
    number, code = submitted(visitor)
    opens(visitor, number, code)
    expect(visitor.page.locator("h1")).to_contain_text(number)
    visitor.look("followed")
    visitor.page.get_by_label("补充说明").fill("补充一点。")
    visitor.page.get_by_role("button", name="提交补充").click()
    expect(visitor.page.get_by_text("补充材料已收到。")).to_be_visible()
    visitor.page.get_by_label("我确认撤回").check()
    visitor.page.get_by_role("button", name="申请撤回").click()
    expect(visitor.page.get_by_text("撤回申请已收到")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "plain"])
def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(comes: Comes, width: int, scripts: bool) -> None:
    visitor = comes(width, scripts=scripts)
    fill_in(visitor)
    page = visitor.page
    page.get_by_label("标题").fill("")
    page.get_by_label("电话", exact=True).fill("12345")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#e-title")).to_have_text("请填写。")
    expect(page.locator("#e-petitioners-0-phone")).to_contain_text("11 位手机号")
    expect(page.get_by_label("电话", exact=True)).to_have_value("12345")
    expect(page.get_by_label("经过与要求")).to_have_value(
        "村口到小学的路灯坏了两周，孩子晚上回家看不见路，请尽快修好。"
    )
    visitor.look("submit-faults")


def test_a_form_sent_twice_registers_once(comes: Comes) -> None:
    visitor = comes(1920)
    fill_in(visitor, "只该登记一次")
    number, code = submitted(visitor)
    visitor.page.reload()
    assert (visitor.text("[data-number]"), visitor.text("[data-code]")) == (number, code)


def test_who_accuses_names_the_accused_and_nobody_else_is_asked(visitor: Visitor) -> None:
    fill_in(visitor, "反映一件违纪的事")
    page = visitor.page
    expect(page.get_by_label("被检举的单位")).to_be_hidden()
    page.get_by_label("检举控告").check()
    chosen(page, "被检举的单位", "ns-housing")
    page.get_by_label("匿名反映").check()
    expect(page.get_by_label("姓名 必填")).to_be_hidden()
    visitor.look("submit-accusation")
    number, code = submitted(visitor)
    opens(visitor, number, code)
    expect(page.locator("h1")).to_contain_text(number)
    expect(page.get_by_role("button", name="申请撤回")).to_have_count(0)
    visitor.look("followed-accusation")


def test_wrong_codes_are_refused_kindly_and_held_up_after_a_while(comes: Comes) -> None:
    visitor = comes(360)
    fill_in(visitor, "查询码试错")
    number, _ = submitted(visitor)
    for _ in range(10):
        opens(visitor, number, "AAAA-BBBB-CCCCC")
        expect(visitor.page.get_by_role("alert")).to_contain_text("编号与查询码不符")
    opens(visitor, number, "AAAA-BBBB-CCCCC")
    expect(visitor.page.get_by_role("alert")).to_contain_text("尝试次数过多")
    assert visitor.page.get_by_label("编号").input_value() == number
    visitor.look("follow-held-up")


def test_an_address_that_is_none_is_a_page_for_people_and_a_problem_for_programs(comes: Comes) -> None:
    visitor = comes(360)
    for path in ("/nonesuch", "/work/nonesuch", "/work/notify/"):
        assert visitor.go(path).status == 404
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有找到")
    visitor.look("no-such-page")
    browser = {"Accept": "text/html,*/*"}
    program = visitor.page.request.get(f"{visitor.origin}/api/nonesuch", headers=browser)
    assert (program.status, program.headers["content-type"]) == (404, "application/problem+json")
    mark = visitor.page.request.get(f"{visitor.origin}/favicon.ico", headers=browser)
    assert (mark.status, mark.headers["content-type"]) == (200, "image/svg+xml")
