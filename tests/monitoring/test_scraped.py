"""Debian's Prometheus really scrapes a running hub: every metric with its labels, every panel with its data."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from services.chassis.metrics import Metrics
from tests.integration.a_matter import CITY, Matter
from tests.integration.department_system import Receiver
from tests.integration.hub_under_test import until
from tests.monitoring.measured import Measured

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "routing", "mediation", "oversight", "notify")
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "dashboards" / "countynet.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [(panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]]
WORDS = re.compile(r"[A-Za-z0-9_./<>{}:-]{1,80}")
"""What a label may hold: codes and templates of routes."""


def listed() -> dict[str, set[str]]:
    """Metric to its labels, as docs/api.md promises them."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    section = text.split("## Metrics", 1)[1].split("\n## ", 1)[0]
    found: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`countynet_.+?)\|(.+?)\|", section, re.MULTILINE):
        names = re.findall(r"`(countynet_\w+)`", row[0])
        labels = [set(part.split()) for part in re.findall(r"`([^`]+)`", row[1])] or [set()]
        found |= dict(zip(names, labels if len(labels) > 1 else labels * len(names), strict=True))
    return found


def scraped(measured: Measured) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Service to metric to the labels of each of its samples, in the documented names."""
    made: dict[str, dict[str, list[dict[str, str]]]] = {}
    for service in SERVICES:
        text = measured.hub.call(service, "GET", "/metrics").text
        families: dict[str, list[dict[str, str]]] = defaultdict(list)
        for family in text_string_to_metric_families(text):
            if family.name.startswith("countynet_"):
                name = f"{family.name}_total" if family.type == "counter" else family.name
                families[name] += [{k: v for k, v in s.labels.items() if k != "le"} for s in family.samples]
        made[service] = dict(families)
    return made


@pytest.fixture(scope="module")
def lived(measured: Measured) -> Measured:
    """Two lives, a department's system that hears of them, a message that is none, and a call that no route takes.

    Prometheus sees a rise in what it has seen before; so it is let look between the two.
    """
    hub = measured.hub
    receiver = Receiver()
    try:
        body = {"url": receiver.url}
        handler = hub.token("handler", department=CITY)
        assert hub.call("notify", "POST", "/api/notify/subscriptions", body, token=handler).status_code == 201
        hub.publish("countynet.routing", "matter_accepted.v1", b"this is no fact")
        hub.call("routing", "GET", "/nowhere/at/all")
        for applied in (1, 2):
            matter = Matter.concluded(hub)
            matter.rate()
            matter.followed_until("closed")
            hub.settle()
            seen = f'countynet_handling_seconds_count{{service="routing",fact="matter_rated"}} >= {applied}'
            until(lambda seen=seen: measured.now(seen), 15, seen)  # type: ignore[misc]
        until(lambda: receiver.got, what="a delivery")
    finally:
        receiver.close()
    return measured


def test_every_process_and_the_broker_answer_prometheus(measured: Measured) -> None:
    def told() -> set[tuple[str, str, str]]:
        targets = measured.ask("targets")["activeTargets"]
        return {(target["labels"]["job"], target["health"], target["lastError"]) for target in targets}

    wanted = {(job, "up", "") for job in (*SERVICES, "rabbitmq", "rabbitmq-queues")}
    until(lambda: told() == wanted, 30, "all seven up")
    assert {row["metric"]["job"] for row in measured.now("up == 1")} == {job for job, _, _ in wanted}


def test_a_service_that_is_stopped_is_seen_as_down(measured: Measured) -> None:
    def alerts() -> set[tuple[str, str]]:
        found = [alert["labels"] for alert in measured.ask("alerts")["alerts"]]
        return {(labels["alertname"], labels.get("job", "")) for labels in found}

    with measured.hub.away("mediation"):
        until(lambda: measured.now('up{job="mediation"} == 0'), 15, "mediation down")
        until(lambda: ("ServiceDown", "mediation") in alerts(), 15, "an alert")
    until(lambda: measured.now('up{job="mediation"} == 1'), 30, "mediation up again")
    assert until(lambda: ("ServiceDown", "mediation") not in alerts(), 15, "no alert any more")


def test_every_rule_is_evaluated_without_an_error(measured: Measured) -> None:
    def looked_at() -> list[dict[str, Any]]:
        rules = [rule for group in measured.ask("rules")["groups"] for rule in group["rules"]]
        return rules if rules and all(rule["health"] != "unknown" for rule in rules) else []

    rules = until(looked_at, 30, "the first look at every rule")
    assert {rule["health"] for rule in rules} == {"ok"}


def test_the_document_lists_every_metric_of_a_process_with_its_labels() -> None:
    metrics = Metrics("intake")
    declared = {
        f"{family.name}_total" if family.type == "counter" else family.name for family in metrics.registry.collect()
    }
    assert declared == set(listed())


def test_after_one_life_every_metric_has_exactly_the_labels_that_are_promised(lived: Measured) -> None:
    promised, seen = listed(), scraped(lived)
    labelled = defaultdict(set)
    for families in seen.values():
        assert set(families) == set(promised)
        for name, samples in families.items():
            labelled[name] |= {frozenset(labels) for labels in samples}
    assert {name: labels for name, labels in labelled.items() if labels != {frozenset(promised[name])}} == {}


def test_no_label_carries_a_number_a_person_or_free_text(lived: Measured) -> None:
    values = {
        value
        for families in scraped(lived).values()
        for samples in families.values()
        for labels in samples
        for value in labels.values()
    }
    assert {value for value in values if not WORDS.fullmatch(value)} == set()
    assert {value for value in values if re.search(r"\d{6,}|u-[0-9a-f]{16}", value)} == set()


@pytest.mark.parametrize(("title", "expression"), QUERIES, ids=[f"{t}-{n}" for n, (t, _) in enumerate(QUERIES)])
def test_every_query_of_the_dashboard_gives_data(lived: Measured, title: str, expression: str) -> None:
    rows = until(lambda: lived.now(expression), 20, f"data of {title}: {expression}")
    assert all(len(row["value"]) == 2 for row in rows)
    assert any(row["value"][1] != "NaN" for row in rows), rows


def test_the_dashboard_says_of_every_panel_what_it_shows_and_asks_its_own_source() -> None:
    source = (ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text(encoding="utf-8")
    assert "uid: countynet" in source
    assert {target["datasource"]["uid"] for panel in PANELS for target in panel["targets"]} == {"countynet"}
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    assert len({panel["title"] for panel in PANELS}) == len(PANELS) >= 15


def test_every_metric_of_ours_is_on_the_dashboard_or_in_an_alert() -> None:
    rules = (ROOT / "deploy/prometheus/rules/countynet.yml").read_text(encoding="utf-8")
    shown = rules + "".join(expression for _, expression in QUERIES)
    # How many were put aside since the start says less than how many lie there, which both show.
    assert {name for name in listed() if name not in shown} <= {"countynet_parked_total"}
