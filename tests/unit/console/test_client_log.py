"""The client's own log: acknowledged commands by codes, texts as salted digests alone, for its owner alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from services.console.exits import ConsoleError
from services.console.lives.client_log import ClientLog, read_log, read_logs

TEXT = "某村某人的一句话"


@pytest.fixture
def log(tmp_path: Path) -> ClientLog:
    made = ClientLog(tmp_path, "trial")
    made.acknowledged("register", "100000000001", {"place": "p"}, {"text": TEXT})
    made.unknown("accept", "100000000001")
    return made


def test_what_was_acknowledged_is_read_back(log: ClientLog) -> None:
    log.close()
    (command,) = read_log(log.path)
    assert (command.step, command.number, command.codes) == ("register", "100000000001", {"place": "p"})
    assert command.texts == {"text": hashlib.sha256((command.salt + TEXT).encode()).hexdigest()}


def test_a_text_never_stands_in_the_file(log: ClientLog) -> None:
    log.close()
    assert TEXT not in log.path.read_text(encoding="utf-8")


def test_the_file_is_for_its_owner_alone(log: ClientLog) -> None:
    assert log.path.stat().st_mode & 0o777 == 0o600


def test_every_line_is_in_the_file_before_the_next_command(log: ClientLog) -> None:
    assert len(list(read_log(log.path))) == 1


def test_a_last_line_cut_short_by_a_kill_is_left_out(log: ClientLog) -> None:
    log.close()
    log.path.write_bytes(log.path.read_bytes() + b'{"step": "accept", "num')
    assert len(list(read_log(log.path))) == 1


def test_a_line_that_cannot_be_read_is_named(log: ClientLog) -> None:
    log.close()
    log.path.write_bytes(log.path.read_bytes() + b"nonsense\n")
    with pytest.raises(ConsoleError, match=r"jsonl:5"):
        list(read_log(log.path))


def test_the_rejects_beside_the_logs_are_no_log(log: ClientLog, tmp_path: Path) -> None:
    log.close()
    (tmp_path / "messages.rejects.jsonl").write_text('{"line": 1}\n')
    assert len(list(read_logs(tmp_path))) == 1
