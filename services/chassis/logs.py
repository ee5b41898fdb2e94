"""Logs: one JSON object a line. Never bodies, names, or the text of an exception, which may hold a person's words."""

from __future__ import annotations

import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

import orjson

correlation: ContextVar[str | None] = ContextVar("correlation", default=None)
"""The request id of the call or fact that the current green thread works on."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_QUIET = ("amqp", "kombu", "nameko", "eventlet")


class JsonLines(logging.Formatter):
    """A record as one line: `time level logger message service correlation_id`, what `extra` gives, and `error`."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "service": self._service,
        }
        known = correlation.get()
        if known is not None:
            line["correlation_id"] = known
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = told(record.exc_info[1])
        return orjson.dumps(line, default=_kind).decode()


def _kind(value: Any) -> str:
    return type(value).__name__


def told(error: BaseException | None) -> list[dict[str, Any]]:
    """An exception and its causes: type and where, without any value."""
    chain: list[dict[str, Any]] = []
    while error is not None and len(chain) < 5:
        chain.append({"type": type(error).__name__, "at": _places(error.__traceback__)})
        error = error.__cause__ or error.__context__
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace, limit=-30)]


def set_up(service: str, level: str, stream: TextIO | None = None) -> None:
    """Send all logs of this process to stdout as JSON lines; what libraries say only from WARNING on."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonLines(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
