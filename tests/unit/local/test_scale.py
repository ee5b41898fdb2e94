"""Several processes of one service: their names, ports, partitions, and what is allowed."""

from pathlib import Path

import pytest

from deploy.local import gateway
from deploy.local.hub import main
from deploy.local.plan import PlanError, plan_hub, remember


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COUNTYNET_SCALE", "PARTITIONS"):
        monkeypatch.delenv(name, raising=False)


def environment(folder: Path, scale: str | None, process: str) -> dict[str, str]:
    plan = plan_hub(str(folder), 20_000, scale)
    plan.secrets.mkdir(parents=True, exist_ok=True)
    (plan.secrets / "broker-password").write_text("once\n", encoding="utf-8")
    return plan.service_environment(process)


def test_a_further_process_differs_from_the_first_by_its_port_alone(tmp_path: Path) -> None:
    first, further = (environment(tmp_path, "routing=3", name) for name in ("routing", "routing.2"))
    assert (first.pop("WEB_PORT"), further.pop("WEB_PORT")) == ("20102", "20122")
    assert first == further
    assert first["PARTITIONS"] == "routing=4"


def test_every_service_is_told_the_same_partitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTITIONS", "oversight=2, routing=8")
    for process in ("intake", "routing.1"):
        assert environment(tmp_path, "routing=2,intake=2", process)["PARTITIONS"] == "oversight=2,routing=8,intake=4"


def test_without_a_scale_there_is_one_process_each_and_one_queue(tmp_path: Path) -> None:
    assert "PARTITIONS" not in environment(tmp_path, None, "routing")
    assert plan_hub(str(tmp_path), 20_000).processes("routing") == ["routing"]


def test_no_two_processes_share_a_port(tmp_path: Path) -> None:
    everything = ",".join(f"{name}=8" for name in ("intake", "routing", "mediation", "oversight", "notify"))
    ports = plan_hub(str(tmp_path), 20_000, everything).ports
    assert len(set(ports.values())) == len(ports)
    assert {"intake.7", "notify.7"} <= ports.keys()


def test_a_hub_remembers_its_processes_until_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(plan_hub(str(tmp_path), 20_000, "routing=2"))
    assert plan_hub(str(tmp_path)).processes("routing") == ["routing", "routing.1"]
    monkeypatch.setenv("COUNTYNET_SCALE", "intake=2")
    assert plan_hub(str(tmp_path)).scale == {"intake": 2}
    assert plan_hub(str(tmp_path), None, "routing=1").scale == {}


def test_the_gateway_passes_over_a_process_that_is_gone(tmp_path: Path) -> None:
    text = gateway.render(plan_hub(str(tmp_path), 20_000, "routing=2"))
    for port in (20102, 20112):
        assert f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" in text
    assert "server 127.0.0.1:20101 max_fails=0;" in text


@pytest.mark.parametrize("wrong", ["routing", "routing=0", "routing=9", "moon=2", "routing=2,routing=3", "routing=two"])
def test_a_scale_that_cannot_be_is_refused_with_what_is_allowed(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(PlanError, match="allowed"):
        plan_hub(str(tmp_path), 20_000, wrong)


def test_a_process_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stop", "routing.1", "--var", str(tmp_path), "--ports", "20000"]) == 2
    assert "routing.1: no process of the hub" in capsys.readouterr().err
