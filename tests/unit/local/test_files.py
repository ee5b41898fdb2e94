"""The files that supervisor, broker and gateway are started from."""

import configparser
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import broker, gateway
from deploy.local.plan import plan_hub
from deploy.local.program import LAUNCHER, Program, write_private


def section_of(program: Program, folder: Path) -> dict[str, str]:
    read = configparser.RawConfigParser()
    read.read_string(program.section(folder / "log files", folder / "secrets"))
    return dict(read[f"program:{program.name}"])


def test_a_program_survives_spaces_and_percent_signs_on_its_way_to_the_supervisor(tmp_path: Path) -> None:
    folder = tmp_path / "50% of it"
    section = section_of(Program("intake", ["/a folder/python", "-m", "services.intake"], {}, folder, 50, 8101), folder)
    told = shlex.split(section["command"].replace("%%", "%"))
    assert told[-5:] == [
        str(LAUNCHER),
        str(folder / "secrets" / "intake.settings.json"),
        "/a folder/python",
        *told[-2:],
    ]
    assert section["directory"] == str(folder).replace("%", "%%")


def test_no_setting_stands_in_the_supervisors_file_but_a_changed_one_is_seen_there(tmp_path: Path) -> None:
    def told(value: str) -> str:
        return str(section_of(Program("intake", ["true"], {"AMQP_URI": value}, tmp_path, 50, 8101), tmp_path))

    assert "planted" not in told("amqp://planted")
    assert told("amqp://planted") != told("amqp://other")
    assert told("amqp://planted") == told("amqp://planted")


@pytest.mark.parametrize("content", ["{", "[]", None])
def test_a_program_whose_settings_cannot_be_read_says_so_without_quoting_them(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "planted.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    done = subprocess.run([sys.executable, LAUNCHER, file, "true"], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"launch: {file} cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_program_that_dies_is_always_started_again(tmp_path: Path) -> None:
    section = Program("intake", ["true"], {}, tmp_path, 50, 8101).section(tmp_path, tmp_path)
    assert "autorestart=true" in section
    assert "startretries=1000" in section


def test_a_private_file_is_read_by_its_owner_only(tmp_path: Path) -> None:
    write_private(tmp_path / "deep" / "secret", "x")
    assert stat.S_IMODE((tmp_path / "deep" / "secret").stat().st_mode) == 0o600


def test_the_gateway_knows_all_five_services_and_leaves_no_mark_unfilled(tmp_path: Path) -> None:
    text = gateway.render(plan_hub(str(tmp_path), 20_000))
    for service, port in {
        "intake": 20101,
        "routing": 20102,
        "mediation": 20103,
        "oversight": 20104,
        "notify": 20105,
    }.items():
        assert f"server 127.0.0.1:{port}" in text
        assert f"location /api/{service}/" in text
    assert re.findall(r"@[A-Z_]+@", text) == []


def test_the_gateways_log_never_holds_a_query_string_or_a_body(tmp_path: Path) -> None:
    text = gateway.render(plan_hub(str(tmp_path), 20_000))
    log_format = text[text.index("log_format") : text.index("access_log")]
    for variable in ("$request ", "$request_uri", "$args", "$query_string", "$request_body", "$http_referer"):
        assert variable not in log_format


def test_a_running_broker_is_started_again_when_its_files_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COUNTYNET_BROKER_METRICS", raising=False)
    plan = plan_hub(str(tmp_path), 41000)
    assert broker.prepare(plan), "there was nothing"
    assert not broker.prepare(plan)
    monkeypatch.setenv("COUNTYNET_BROKER_METRICS", "on")
    assert broker.prepare(plan), "its metrics are another port and plugin"
    assert not broker.prepare(plan)
