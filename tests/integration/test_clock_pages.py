"""One clock's page: a dispatcher lets it wait and go on; what the law or the county forbids is not offered."""

from __future__ import annotations

import re

import requests

from tests.integration.a_matter import CITY, Matter
from tests.integration.hub_under_test import Hub, until


class Desk:
    """Somebody signed in, looking at clocks."""

    def __init__(self, hub: Hub, role: str) -> None:
        self.hub = hub
        self.headers = {"Cookie": f"countynet_session={hub.token(role)}"}

    def page(self, clock: str) -> str:
        return self.hub.call("oversight", "GET", f"/work/oversight/clocks/{clock}", headers=self.headers).text

    def send(self, clock: str, step: str, **typed: str) -> requests.Response:
        """Fill in the page's form and send it; the answer to the redirect, or the page with its errors."""
        hidden = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', self.page(clock)))
        url = self.hub.url("oversight") + f"/work/oversight/clocks/{clock}/{step}"
        sent = {**hidden, **typed}
        answer = self.hub.session.post(url, data=sent, headers=self.headers, timeout=30, allow_redirects=False)
        if answer.status_code != 303:
            return answer
        return self.hub.call("oversight", "GET", answer.headers["Location"], headers=self.headers)


def paused(hub: Hub, matter: Matter) -> str | None:
    """Whose clock routing holds to stand still."""
    case = hub.call("routing", "GET", matter.path, token=hub.token("dispatcher")).json()
    unit: str | None = case["whistles"][0]["paused"]
    return unit


def test_a_clock_waits_and_goes_on_from_its_own_page(hub: Hub) -> None:
    matter = Matter.called(hub)
    handling, dispatcher = f"{matter.whistle_id}-handling-{CITY}", Desk(hub, "dispatcher")
    until(lambda: "<h2>暂停</h2>" in dispatcher.page(handling), what="the clock's page")
    nothing = dispatcher.send(handling, "pause", reason="", text="")
    assert nothing.status_code == 422
    waiting = dispatcher.send(handling, "pause", reason="appraisal", text="等检测报告")
    assert waiting.status_code == 200, waiting.text
    assert "检测鉴定" in waiting.text
    assert "<h2>恢复</h2>" in waiting.text
    assert "检测报告" not in waiting.text, "words stay sealed"
    until(lambda: paused(hub, matter) == CITY, what="routing's hearing that the clock waits")
    running = dispatcher.send(handling, "resumption")
    assert "时限已恢复" in running.text
    assert "<h2>暂停</h2>" in running.text
    until(lambda: paused(hub, matter) is None, what="routing's hearing that it goes on")


def test_what_is_not_allowed_is_not_offered(hub: Hub) -> None:
    matter = Matter.called(hub)
    notice, dispatcher = f"{matter.number}-notice", Desk(hub, "dispatcher")
    until(lambda: "Art. 23" in dispatcher.page(notice), what="the clock's page")
    assert "<h2>" not in dispatcher.page(notice)
    unknown = hub.call("oversight", "GET", f"/work/oversight/clocks/{matter.number}-tea", headers=dispatcher.headers)
    assert unknown.status_code == 404


def test_a_leader_approves_more_time_for_an_opinion_once(hub: Hub) -> None:
    matter = Matter.registered(hub)
    matter.accept(branch="opinion")
    opinion, leader = f"{matter.number}-opinion", Desk(hub, "leader")
    until(lambda: "<h2>批准延期</h2>" in leader.page(opinion), what="the clock's page")
    due = re.search(r"(20\d\d-\d\d-\d\d)T15:59:59Z", leader.page(opinion))
    assert due is not None
    assert leader.send(opinion, "extension", until="2099-01-01", reason="complex").status_code == 422
    later = f"{due.group(1)[:8]}{min(28, int(due.group(1)[8:]) + 1):02d}"
    if later <= due.group(1):
        year, month = int(due.group(1)[:4]), int(due.group(1)[5:7])
        later = f"{year + month // 12}-{month % 12 + 1:02d}-05"
    done = leader.send(opinion, "extension", until=later, reason="complex")
    assert "已批准延期" in done.text
    assert "<h2>批准延期</h2>" not in done.text
