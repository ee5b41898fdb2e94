"""A dispatcher leads a hard matter from its page, and the unit that is asked answers on its own."""

from __future__ import annotations

import re
import uuid

import pytest
import requests

from tests.integration.a_matter import HOUSING, WATER, Matter
from tests.integration.hub_under_test import Hub

STEPS = ("hand_over", "escalate", "sponsor", "confer", "task_force")


class Desk:
    """Somebody at a browser, by its forms alone."""

    def __init__(self, hub: Hub, role: str, **scope: str) -> None:
        name, password = f"d-{uuid.uuid4().hex[:8]}", uuid.uuid4().hex
        body = {"username": name, "password": password, "roles": [role], **scope}
        made = hub.call("intake", "POST", "/ops/accounts", body, token=hub.token("operator"))
        assert made.status_code == 201, made.text
        self.origin = hub.url("gateway")
        self.session = requests.Session()
        self.session.trust_env = False
        self.page = self.see("/work/sign-in")
        self.send("/work/sign-in", username=name, password=password)

    def see(self, path: str) -> str:
        answer = self.session.get(self.origin + path, timeout=20)
        assert answer.status_code == 200, answer.text[:400]
        self.page = answer.text
        return answer.text

    def send(self, path: str, **fields: str | list[str]) -> str:
        token = re.search(r'name="csrf" value="([^"]+)"', self.page)
        sent = fields if token is None else {"csrf": token.group(1), **fields}
        answer = self.session.post(self.origin + path, data=sent, headers={"Origin": self.origin}, timeout=20)
        assert answer.status_code == 200, answer.text[:400]
        self.page = answer.text
        return answer.text


@pytest.fixture
def matter(hub: Hub) -> Matter:
    accepted = Matter.registered(hub)
    accepted.accept(tier="complex")
    return accepted


def test_every_step_of_leading_has_a_form_that_does_it(hub: Hub, matter: Matter) -> None:
    desk, here = Desk(hub, "dispatcher"), f"/work/routing/cases/{matter.number}"
    forms = {step: re.findall(r'action="([^"]+)"', desk.see(f"{here}?step={step}"))[-1] for step in STEPS}
    ends = ("handovers", "escalations", "sponsor", "conferences", "task-force")
    assert forms == {step: f"{here}/{end}" for step, end in zip(STEPS, ends, strict=True)}
    assert "已商请接办" in desk.send(forms["hand_over"], to=WATER, reason="请接办")
    assert "至 20" in desk.see(f"/work/routing/parts/cases/{matter.number}"), "until when the unit may answer"
    assert "撤回移交" in desk.see(f"{here}?step=hand_over")
    assert "已撤回移交" in desk.send(f"{here}/handovers/1/withdrawal", reason="改请别的单位")
    assert "已提级" in desk.send(forms["escalate"], to="", reason="镇里难办")
    assert "已确定包案领导" in desk.send(forms["sponsor"], leader="ns-l01")
    assert "已召集联席会议" in desk.send(forms["confer"], question="plan")
    assert "纪要已登记" in desk.send(f"{here}/conferences/1/minutes", minutes="纪要", decision="", lead="")
    assert "工作专班已成立" in desk.send(forms["task_force"], name="专班", lead=WATER, members=[HOUSING])
    account = desk.see(f"/work/routing/parts/cases/{matter.number}")
    for said in ("办理层级：镇", "包案领导", "第 1 次联席会议", "工作专班"):
        assert said in account


def test_the_unit_that_is_asked_takes_the_matter_over_on_its_own_page(hub: Hub, matter: Matter) -> None:
    assert matter.ask(f"{matter.path}/handovers", {"to": WATER, "reason": "请接办"}).status_code == 201
    assert matter.ask(f"{matter.path}/orders", {"departments": [WATER]}).status_code == 201
    desk, here = Desk(hub, "handler", department=WATER), f"/work/routing/waiting/{matter.number}"
    assert matter.number in desk.see("/work/routing/waiting")
    assert "已接办" in desk.send(f"{here}/handovers/1/acceptance")
    assert "接单成功" in desk.send(f"{here}/orders/1/taking", department=WATER)
    assert "领单成功" in desk.send(f"{here}/orders/1/claim", department=WATER)
    case = hub.call("routing", "GET", matter.path, token=hub.token("dispatcher")).json()
    assert (case["owner"], case["leading"]["orders"][0]["department"]) == (WATER, WATER)
    assert matter.number not in desk.see("/work/routing/waiting")


def test_matters_of_one_kind_are_grouped_and_followed_on_a_page(hub: Hub) -> None:
    for _ in range(5):
        Matter.registered(hub, category="construction.quality", place="ns-t05-v01").known_to_routing()
    desk = Desk(hub, "dispatcher", place="ns-t05")
    page = desk.see("/work/routing/kinds")
    assert "龙王镇 · 工程质量（5 件）" in page
    numbers = re.findall(r'name="numbers" value="([0-9]+)"', page)
    body = {"category": "construction.quality", "place": "ns-t05", "numbers": numbers, "title": "安置房漏水"}
    grouped = desk.send("/work/routing/kinds", **body)
    assert "已归并为一项整改" in grouped
    code = re.findall(r"/work/routing/kinds/(k[0-9]+)/steps", grouped)[0]
    assert "整改措施已登记" in desk.send(f"/work/routing/kinds/{code}/steps", text="统一返修")
    ended = desk.send(f"/work/routing/kinds/{code}/result", text="全部修好")
    assert "整改结果已登记" in ended
    assert f"/work/routing/kinds/{code}/steps" not in ended
