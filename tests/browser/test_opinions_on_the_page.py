"""The dispatcher's path of an opinion: branch, hearing, opinion with a fault, execution, a suggestion's answer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Comes
from tests.browser.desk import CATEGORY, LEAD, handling, registered, send
from tests.browser.visitor import Visitor, chosen
from tests.integration.hub_under_test import Hub

CASES = "/work/routing/cases"


def step(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("navigation", name="依法办理").get_by_role("link", name=name, exact=True).click()


def test_an_appeal_is_heard_and_its_opinion_served_and_carried_out(hub: Hub, comes: Comes) -> None:
    visitor = comes(360)
    number = registered(hub)
    visitor.has_role("dispatcher")
    visitor.go(f"{CASES}/{number}")
    page = visitor.page
    chosen(page, "内容分类", CATEGORY)
    send(visitor, "受理", "已受理。")
    step(visitor, "办理途径")
    page.get_by_label("办理途径").select_option("opinion")
    visitor.look("case-branch", *WIDTHS)
    send(visitor, "确定途径", "办理途径已确定。")
    step(visitor, "听证")
    page.get_by_label("听证事项").fill("路灯由谁修。")
    page.get_by_label("听证日期").fill("2030-01-10")
    send(visitor, "举行听证", "听证已登记。")
    step(visitor, "听证")
    page.get_by_label("听证笔录").fill("各方发言。")
    page.get_by_label("听证结论").fill("由城管局修。")
    send(visitor, "结束听证", "听证已结束。")
    step(visitor, "处理意见书")
    page.get_by_label("投诉请求").fill("修好路灯。")
    page.get_by_role("button", name="送达处理意见书").click()
    expect(page.locator("#e-facts")).to_have_text("请填写。")
    expect(page.get_by_label("投诉请求")).to_have_value("修好路灯。")
    visitor.look("case-opinion-fault", *WIDTHS)
    page.get_by_label("事实和理由").fill("路灯已坏半月。")
    page.locator("textarea[name=opinion]").fill("限期修复。")
    page.get_by_label("法律法规依据").fill("照明设施管理规定。")
    page.get_by_label("予以支持").check()
    page.get_by_label("出具单位").select_option(LEAD)
    send(visitor, "送达处理意见书", "处理意见书已送达，群众可在 30 日内申请复查。")
    expect(handling(visitor)).to_contain_text("正在执行")
    visitor.look("case-opinion", *WIDTHS)
    step(visitor, "执行情况")
    page.get_by_label("已执行").check()
    page.get_by_label("向群众说明").fill("已修好。")
    send(visitor, "登记执行情况", "执行情况已登记。")
    expect(handling(visitor)).to_contain_text("已执行")
