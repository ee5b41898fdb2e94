"""The plan of a hub: its ports, its folder, and what each service is told."""

from pathlib import Path

import pytest

from deploy.local.plan import Plan, PlanError, plan_hub, remember


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VAR", "PORT_BASE", "PORT_AMQP", "PORT_GATEWAY"):
        monkeypatch.delenv(f"COUNTYNET_{name}", raising=False)


def planned(folder: Path) -> Plan:
    plan = plan_hub(str(folder), 20_000)
    plan.secrets.mkdir(parents=True)
    (plan.secrets / "broker-password").write_text("once\n", encoding="utf-8")
    return plan


def test_the_first_hub_has_the_ports_that_the_outside_relies_on(tmp_path: Path) -> None:
    plan = plan_hub(str(tmp_path))
    assert plan.url == "http://127.0.0.1:8080"
    assert [plan.ports[name] for name in ("intake", "routing", "oversight", "amqp")] == [8101, 8102, 8104, 5682]


def test_a_second_hub_shares_no_port_with_the_first(tmp_path: Path) -> None:
    first, second = plan_hub(str(tmp_path)), plan_hub(str(tmp_path), 20_000)
    assert not set(first.ports.values()) & set(second.ports.values())
    assert len(set(second.ports.values())) == len(second.ports)


def test_a_hub_remembers_its_ports(tmp_path: Path) -> None:
    remember(plan_hub(str(tmp_path), 20_000))
    assert plan_hub(str(tmp_path)).ports == plan_hub(str(tmp_path), 20_000).ports


def test_a_damaged_memory_is_named(tmp_path: Path) -> None:
    (tmp_path / "hub.json").write_text("{", encoding="utf-8")
    with pytest.raises(PlanError, match=r"hub\.json is damaged"):
        plan_hub(str(tmp_path))


def test_one_port_may_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTYNET_PORT_GATEWAY", "9999")
    assert plan_hub(str(tmp_path)).url == "http://127.0.0.1:9999"


@pytest.mark.parametrize("text", ["eighty", "80", "70000", "-1"])
def test_a_port_that_cannot_be_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("COUNTYNET_PORT_AMQP", text)
    with pytest.raises(PlanError, match="COUNTYNET_PORT_AMQP"):
        plan_hub(str(tmp_path))


def test_a_base_beyond_the_last_port_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="1024 to 65000"):
        plan_hub(str(tmp_path), 65_500)


def test_a_folder_that_the_supervisor_cannot_write_down_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="--var"):
        plan_hub(str(tmp_path / 'a "quoted" folder'))


def test_only_intake_gets_the_key_that_signs(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    told = {name: plan.service_environment(name) for name in ("intake", "routing", "oversight")}
    assert told["intake"]["TOKEN_KEYS"].endswith("secrets/token.json")
    assert {told[name]["TOKEN_KEYS"].rsplit("/", 1)[1] for name in ("routing", "oversight")} == {"token-public.json"}


def test_only_oversight_gets_the_keys_of_the_record(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    assert "AUDIT_KEYS" in plan.service_environment("oversight")
    assert "AUDIT_KEYS" not in plan.service_environment("intake")


def test_each_service_has_a_store_of_its_own(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    stores = {plan.service_environment(name)["STORE_URI"] for name in ("intake", "routing", "oversight")}
    assert len(stores) == 3
    assert all(uri.startswith("sqlite:////") for uri in stores)
