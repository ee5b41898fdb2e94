"""Routing as two processes on one store, its inbox in partitions: one dies, one freezes, the partitions change."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest
import requests

from tests.integration.a_matter import MUNICIPAL, Matter, key
from tests.integration.a_small_county import reconciled
from tests.integration.evidence import database, handled
from tests.integration.hub_under_test import Hub, until

MATTERS = 200
AT_ONCE = 8
FURTHER = "routing.1"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of one's own with two processes of routing and, since nothing else is said, four partitions."""
    running = Hub(tmp_path_factory.mktemp("scaled"))
    try:
        running.run("up", "--scale", "routing=2")
        yield running
    finally:
        running.end()


def by_gateway(hub: Hub, method: str, path: str, body: object = None, **headers: str) -> requests.Response | None:
    """A call that the gateway gives to either process; None where the one it went to died over it."""
    answer = hub.call("gateway", method, path, body, token=hub.token("dispatcher"), headers=headers)
    return None if answer.status_code in (409, 502, 503, 504) else answer


def accepted(hub: Hub, matter: Matter) -> None:
    """Accept by whichever process answers, under one key, as often as it takes."""
    found = until(lambda: (a := by_gateway(hub, "GET", matter.path)) and a.status_code == 200, 60, "the case")
    assert found
    once = key()
    answer = until(lambda: by_gateway(hub, "POST", f"{matter.path}/acceptance", {"category": MUNICIPAL}, **once), 60)
    assert answer.status_code == 200, answer.text


def killed(hub: Hub, process: str) -> None:
    """Kill a process with -9 and wait for the one that supervisor starts in its place."""
    before = hub.pid_of(process)
    os.kill(before, signal.SIGKILL)
    until(lambda: hub.pid_of(process) not in (0, before), 30, f"{process} started again")


@contextmanager
def frozen(hub: Hub, process: str) -> Iterator[None]:
    """The process lives and does nothing."""
    pid = hub.pid_of(process)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def leads(hub: Hub) -> str:
    """The process that leads, by the table of leases."""
    with closing(database(hub, "routing")) as connection:
        (body,) = connection.execute("SELECT body FROM doc_hub_lease WHERE id = 'table'").fetchone()
    table = json.loads(body)
    (port,) = (row[1].rpartition(":")[2] for row in table["slots"] if row[2] == table["claims"]["lead"])
    return "routing" if int(port) == hub.base + 102 else FURTHER


def told(hub: Hub, fact: str) -> Counter[str]:
    """How often routing told a fact of each matter."""
    with closing(database(hub, "routing")) as connection:
        rows = connection.execute("SELECT number FROM journal WHERE type LIKE ?", (f"countynet.routing.{fact}.%",))
        return Counter(number for (number,) in rows)


def queues(hub: Hub) -> dict[str, int]:
    """What waits in routing's queues."""
    return dict(hub.ops("routing", "/ops/idle")["queues"])


def test_both_processes_share_and_a_call_to_the_gateway_reaches_either(hub: Hub) -> None:
    matter = Matter.registered(hub)
    accepted(hub, matter)
    matter.followed_until("accepted")
    served = {requests.get(f"http://127.0.0.1:{hub.base + port}/readyz", timeout=5).status_code for port in (102, 112)}
    assert served == {200}


def test_nothing_is_lost_done_twice_or_out_of_order_while_processes_are_killed(hub: Hub) -> None:
    hub.token("dispatcher")
    matters: list[Matter] = []

    def lead(_: int) -> None:
        matter = Matter.registered(hub)
        accepted(hub, matter)
        matters.append(matter)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(lead, n) for n in range(MATTERS)]
        for enough, process in ((MATTERS // 4, leads(hub)), (MATTERS // 2, FURTHER)):
            until(lambda enough=enough: len(matters) >= enough, 120, f"{enough} matters")  # type: ignore[misc]
            killed(hub, process)
        for one in running:
            one.result(timeout=180)
    hub.settle(60)
    numbers = {matter.number for matter in matters}
    assert len(numbers) == MATTERS
    acceptances = told(hub, "matter_accepted")
    assert {number: acceptances[number] for number in numbers} == dict.fromkeys(numbers, 1)
    for number in numbers:
        assert handled(hub, "routing", "routing", f"matter/{number}") == 1
    assert not [row for service in ("intake", "routing", "oversight") for row in hub.parked(service)]
    assert reconciled(hub) == []


def test_another_process_takes_over_from_one_that_freezes_and_gives_back_when_it_wakes(hub: Hub) -> None:
    before = leads(hub)
    other_port = hub.base + (112 if before == "routing" else 102)
    matter = Matter.registered(hub)
    matter.known_to_routing()
    token = hub.token("dispatcher")
    with frozen(hub, before):
        answer = requests.post(
            f"http://127.0.0.1:{other_port}{matter.path}/acceptance",
            json={},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        assert answer.status_code == 200, answer.text
        until(lambda: matter.followed()["status"] == "accepted", 20, "the other process publishes")
        assert leads(hub) != before
        late = Matter.registered(hub)
        until(
            lambda: requests.get(
                f"http://127.0.0.1:{other_port}{late.path}", headers={"Authorization": f"Bearer {token}"}, timeout=30
            ).ok,
            40,
            "the other process reads every partition",
        )
    until(lambda: hub.answers("routing", "/readyz"), 40, "routing ready again")
    hub.settle(60)
    assert reconciled(hub) == []


@pytest.mark.parametrize("partitions", ["1", "3", "2"])
def test_another_number_of_partitions_loses_nothing_and_keeps_the_order(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, partitions: str
) -> None:
    hub.run("stop", "routing")
    matters = [Matter.registered(hub) for _ in range(20)]
    for matter in matters:
        matter.supplement("补充一点。")
    monkeypatch.setenv("PARTITIONS", f"routing={partitions}")
    hub.run("up")
    for matter in matters:
        matter.supplement("再补充一点。")
    for matter in matters:
        until(lambda m=matter: handled(hub, "routing", "routing", f"matter/{m.number}") == 3, 40)  # type: ignore[misc]
    hub.settle(60)
    assert queues(hub) == {"routing": 0}
    assert not hub.parked("routing")
    assert reconciled(hub) == []
