"""Alert rules: promtool's own tests, each alert firing and not firing, and an entry in the runbook for each."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.plan import plan_hub
from deploy.prometheus import local

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus" / "rules" / "countynet.yml"
CASES = Path(__file__).with_name("rules_test.yml")
ALERTS: list[dict[str, Any]] = [r for g in yaml.safe_load(RULES.read_text())["groups"] for r in g["rules"]]
NAMES = [alert["alert"] for alert in ALERTS]
WANTED = {
    *("OutboxStuck", "ParkedGrows", "SweepLate", "CheckInsLate", "BreachWave", "SubscriberDead", "ChainNotAnchored"),
    *("BrokerAlarm", "GravesNotEmpty", "ServiceDown", "ScrapeMissing", "MessagesWaiting"),
}


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("promtool")
    assert program, "promtool is missing: run deploy/local/setup.sh test"
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)


def test_every_alert_fires_when_it_should_and_not_when_it_should_not() -> None:
    """The file as it lies: whoever has promtool alone may try it."""
    done = promtool("test", "rules", str(CASES))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


def test_the_cases_are_of_the_rules_that_prometheus_reads() -> None:
    told = yaml.safe_load(CASES.read_text(encoding="utf-8"))["rule_files"]
    assert [(CASES.parent / path).resolve() for path in told] == [RULES]


@pytest.mark.parametrize("name", NAMES)
def test_no_alert_is_left_untried_in_either_direction(name: str) -> None:
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))["tests"]
    tried = [bool(c["exp_alerts"]) for case in cases for c in case["alert_rule_test"] if c["alertname"] == name]
    assert set(tried) == {True, False}


@pytest.mark.parametrize("alert", ALERTS, ids=NAMES)
def test_every_alert_waits_has_a_severity_and_says_what_to_do(alert: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+[sm]", alert["for"])
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert alert["annotations"]["summary"]
    page, _, anchor = alert["annotations"]["runbook_url"].partition("#")
    headings = re.findall(r"^### (.+)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert anchor in [heading.lower() for heading in headings]
    assert alert["alert"] in headings


def test_all_that_must_be_watched_is_watched() -> None:
    assert set(NAMES) >= WANTED


def test_prometheus_takes_the_compose_configuration_and_the_one_for_this_machine(tmp_path: Path) -> None:
    composed = tmp_path / "compose.yml"
    text = (ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8")
    composed.write_text(text.replace("/etc/prometheus", str(ROOT / "deploy/prometheus")), encoding="utf-8")
    here = local.write(plan_hub(str(tmp_path / "var with spaces"), 30_000))
    for file in (composed, here):
        done = promtool("check", "config", str(file))
        assert done.returncode == 0, done.stdout + done.stderr


def test_both_configurations_measure_the_same_jobs(tmp_path: Path) -> None:
    made = local.configuration(plan_hub(str(tmp_path), 30_000))
    composed = yaml.safe_load(local.COMPOSED.read_text(encoding="utf-8"))
    jobs = {job["job_name"] for job in composed["scrape_configs"]} - {"prometheus"}
    assert {job["job_name"] for job in made["scrape_configs"]} == jobs
    targets = [t for job in made["scrape_configs"] for t in job["static_configs"][0]["targets"]]
    assert targets == [f"127.0.0.1:{30_000 + offset}" for offset in (101, 102, 103, 104, 105)]
