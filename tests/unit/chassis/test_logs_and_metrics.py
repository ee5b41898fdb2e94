"""What a process says of itself names no one."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from services.chassis import logs
from services.chassis.metrics import Metrics


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    made = io.StringIO()
    logs.set_up("intake", "INFO", made)
    yield made
    root.handlers[:] = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_correlation(stream: io.StringIO) -> None:
    token = logs.correlation.set("req-1")
    logging.getLogger("services.intake").info("taken in", extra={"channel": "web", "odd": object()})
    logs.correlation.reset(token)
    (line,) = lines(stream)
    assert str(line.pop("time")).endswith("Z")
    assert line == {
        "level": "INFO",
        "logger": "services.intake",
        "message": "taken in",
        "service": "intake",
        "correlation_id": "req-1",
        "channel": "web",
        "odd": "object",
    }


def test_an_exception_is_told_by_type_and_place_never_by_its_text(stream: io.StringIO) -> None:
    try:
        try:
            int("13800000000 王小明")
        except ValueError as error:
            raise RuntimeError("王小明") from error
    except RuntimeError:
        logging.getLogger("services.intake").exception("it failed")
    (line,) = lines(stream)
    told = line["error"]
    assert isinstance(told, list)
    assert [one["type"] for one in told] == ["RuntimeError", "ValueError"]
    assert "test_an_exception" in told[0]["at"][0]
    assert "王小明" not in stream.getvalue()
    assert "13800000000" not in stream.getvalue()


def test_libraries_are_heard_from_warning_on(stream: io.StringIO) -> None:
    logging.getLogger("kombu.connection").info("noise")
    logging.getLogger("amqp").warning("trouble")
    assert [line["message"] for line in lines(stream)] == ["trouble"]


def test_the_families_have_the_names_and_labels_that_monitoring_relies_on() -> None:
    metrics = Metrics("intake")
    metrics.fact_published("matter_registered")
    metrics.fact_handled("whistle_blown", "applied", 0.02)
    metrics.parked("schema")
    metrics.store_operation("commit", 0.001)
    metrics.watch_outbox(lambda: 7)
    metrics.child(metrics.matters_registered_total, "web", "town-01").inc()
    text = metrics.text().decode()
    for line in (
        'countynet_facts_published_total{fact="matter_registered",service="intake"} 1.0',
        'countynet_facts_handled_total{fact="whistle_blown",outcome="applied",service="intake"} 1.0',
        'countynet_handling_seconds_count{fact="whistle_blown",service="intake"} 1.0',
        'countynet_parked_total{reason="schema",service="intake"} 1.0',
        'countynet_store_seconds_count{op="commit"} 1.0',
        'countynet_outbox_pending{service="intake"} 7.0',
        'countynet_matters_registered_total{channel="web",town="town-01"} 1.0',
    ):
        assert line in text
    for name in (
        "http_requests_total", "http_seconds", "check_in_seconds", "clocks", "clock_breaches_total",
        "messages_total", "deliveries_total", "build_info",
    ):  # fmt: skip
        assert f"# TYPE countynet_{name} " in text


def test_two_processes_in_one_interpreter_do_not_share_a_registry() -> None:
    one, other = Metrics("intake"), Metrics("routing")
    one.parked("schema")
    assert "countynet_parked_total{" not in other.text().decode()
