"""A mediator's case: parties, consents, a mediator from the pool, a session, the agreement, and what follows it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Comes
from tests.browser.desk import CATEGORY, handling, registered, send, step
from tests.browser.visitor import Visitor, chosen
from tests.integration.hub_under_test import Hub, until

CASES, ROUTED = "/work/mediation/cases", "/work/routing/cases"
BODY, UNIT = "ns-t05-mediation", "ns-t05-unit"


def ordered(hub: Hub) -> str:
    """The id of a mediation case that was ordered for a matter of the fifth town."""
    number, token = registered(hub), hub.token("dispatcher")
    here = f"/api/routing/cases/{number}"
    for path, body in (("acceptance", {"category": CATEGORY}), ("mediation", {"body": BODY})):
        done = hub.call("routing", "POST", f"{here}/{path}", body, token=token)
        assert done.status_code == 200, done.text
    case = f"{number}-m1"
    wait_for(hub, case)
    return case


def wait_for(hub: Hub, case: str) -> None:
    here, token = f"/api/mediation/cases/{case}?fields=codes", hub.token("mediator", department=UNIT)
    until(lambda: hub.call("mediation", "GET", here, token=token).status_code == 200, what=here)


def name_two(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("姓名或名称").first.fill("当事甲")
    page.get_by_label("姓名或名称").last.fill("当事乙")
    page.get_by_label("电话").first.fill("13800000001")
    send(visitor, "登记当事人", "当事人已登记。")


def consent_all(visitor: Visitor) -> None:
    for name in ("当事甲", "当事乙"):
        visitor.page.get_by_label(name, exact=True).check()
        visitor.page.get_by_label("同意", exact=True).check()
        send(visitor, "记录意见", "意见已记录。")


def test_a_matter_is_sent_to_mediation_and_agreed_on(hub: Hub, comes: Comes) -> None:
    number = registered(hub)
    token = hub.token("dispatcher")
    accepted = {"category": CATEGORY}
    assert hub.call("routing", "POST", f"/api/routing/cases/{number}/acceptance", accepted, token=token).ok
    desk, visitor = comes(1920), comes(360)
    desk.has_role("dispatcher")
    desk.go(f"{ROUTED}/{number}")
    step(desk, "转调解")
    desk.page.get_by_role("combobox", name="调解组织").select_option(BODY)
    desk.look("case-mediation", *WIDTHS)
    send(desk, "转调解", "已转调解。")
    wait_for(hub, f"{number}-m1")
    visitor.has_role("mediator", department=UNIT)
    visitor.go(f"{CASES}?state=opened")
    page = visitor.page
    visitor.look("mediations", *WIDTHS)
    page.get_by_role("link", name=number).click()
    visitor.look("mediation-opened", *WIDTHS)
    name_two(visitor)
    visitor.look("mediation-consents", *WIDTHS)
    consent_all(visitor)
    expect(page.locator("h1")).to_contain_text("待定调解员")
    visitor.look("mediation-proposed", *WIDTHS)
    page.locator("input[name=mediator]").first.check()
    send(visitor, "确定调解员", "调解员已确定。")
    page.get_by_role("button", name="记录调解会").click()
    expect(page.locator("#e-minutes")).to_have_text("请填写。")
    expect(page.locator(".alert-danger li")).to_have_text(["调解记录：请填写。"])
    page.get_by_label("调解记录").fill("双方陈述了经过，调解员说明了规定。")
    visitor.look("mediation-session", *WIDTHS)
    send(visitor, "记录调解会", "调解会已记录。")
    page.get_by_label("争议事实").fill("门口车位归属有争议。")
    page.get_by_label("协议内容").fill("车位轮流使用，每月一换。")
    page.get_by_label("履行方式").fill("各自履行，村委会监督。")
    page.get_by_label("履行期限").fill("2099-12-31")
    page.get_by_role("button", name="登记协议").click()
    expect(page.get_by_role("alert")).to_contain_text("书面协议须写明谁签了字")
    for box in page.locator(
        "input[name='signed.parties'], input[name='signed.mediators'], input[name='signed.seal']"
    ).all():
        box.check()
    visitor.look("mediation-agreement", *WIDTHS)
    send(visitor, "登记协议", "调解协议已登记。")
    expect(page.get_by_text("车位轮流使用，每月一换。")).to_be_visible()
    step(visitor, "回访")
    page.get_by_label("部分履行").check()
    send(visitor, "记录回访", "回访已记录。")
    step(visitor, "司法确认")
    visitor.look("mediation-agreed", *WIDTHS)
    send(visitor, "登记申请", "司法确认申请已登记。")
    expect(page.locator("h1")).to_contain_text("已申请司法确认")
    expect(handling(desk)).to_contain_text("达成协议")


def test_a_refused_consent_ends_the_case_and_a_failure_gives_the_matter_back(hub: Hub, comes: Comes) -> None:
    case = ordered(hub)
    visitor = comes(360, scripts=False)
    visitor.has_role("mediator", department=UNIT)
    visitor.go(f"{CASES}/{case}")
    name_two(visitor)
    visitor.page.get_by_label("当事乙", exact=True).check()
    visitor.page.get_by_label("不同意（调解就此终止）").check()
    send(visitor, "记录意见", "意见已记录。")
    expect(visitor.page.locator("h1")).to_contain_text("调解终止")
    expect(visitor.page.get_by_text("当事人不同意调解")).to_be_visible()
    visitor.look("mediation-refused", *WIDTHS)
    here, token = f"/api/routing/cases/{case.partition('-')[0]}", hub.token("dispatcher")
    until(lambda: hub.call("routing", "GET", here, token=token).json()["status"] == "accepted", what="the return")


def test_a_dispute_is_opened_at_the_body_and_ended_without_agreement(comes: Comes) -> None:
    visitor = comes(1920)
    visitor.has_role("mediator", department=UNIT)
    visitor.go(CASES)
    page = visitor.page
    page.get_by_role("link", name="直接受理一件纠纷").click()
    page.get_by_role("button", name="立案").click()
    expect(page.locator("#e-subject")).to_have_text("请填写。")
    chosen(page, "调解组织", BODY)
    chosen(page, "纠纷发生在哪里", "ns-t05")
    page.get_by_label("纠纷内容").fill("两家为院墙位置争执。")
    page.get_by_label("姓名或名称").first.fill("当事甲")
    page.get_by_label("姓名或名称").last.fill("当事乙")
    visitor.look("mediation-open", *WIDTHS)
    send(visitor, "立案", "已立案，请征求各方意见。")
    step(visitor, "终止调解")
    chosen(page, "原因", "not_mediable")
    visitor.look("mediation-fail", *WIDTHS)
    send(visitor, "终止调解", "调解已终止，请告知当事人其他途径。")
    expect(page.get_by_text("行政途径")).to_be_visible()


def test_the_story_opens_to_the_mediators_of_the_body_that_it_was_sent_to(hub: Hub, comes: Comes) -> None:
    case = ordered(hub)
    visitor = comes(360)
    visitor.has_role("mediator", department=UNIT)
    visitor.go(f"{CASES}/{case}")
    visitor.page.get_by_role("link", name="查阅诉求内容").click()
    expect(visitor.page.locator(".story").first).to_contain_text("小区门口停车混乱。")
    expect(visitor.page.locator("[data-part]")).to_contain_text("调解")
    visitor.look("matter-mediator")
    stranger = comes(1920)
    stranger.has_role("mediator", department="ns-t02-unit")
    assert stranger.go(f"/work/intake/matters/{case.removesuffix('-m1')}").status == 404
