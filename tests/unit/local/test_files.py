"""The files that supervisor, broker and gateway are started from."""

import configparser
import re
import stat
from pathlib import Path

from deploy.local import gateway
from deploy.local.plan import plan_hub
from deploy.local.program import Program, write_private


def test_a_program_survives_spaces_quotes_and_percent_signs_on_its_way_to_the_supervisor(tmp_path: Path) -> None:
    program = Program(
        "intake", ["/a folder/python", "-m", "services.intake"], {"KEY": "50% of it"}, tmp_path / "a b", 50, 8101
    )
    read = configparser.RawConfigParser()
    read.read_string(program.section(tmp_path / "log files"))
    section = dict(read["program:intake"])
    assert section["command"] == "'/a folder/python' -m services.intake"
    assert section["environment"] == 'KEY="50%% of it"'
    assert section["directory"] == str(tmp_path / "a b")


def test_a_program_that_dies_is_always_started_again(tmp_path: Path) -> None:
    section = Program("intake", ["true"], {}, tmp_path, 50, 8101).section(tmp_path)
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
