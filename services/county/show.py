"""What a county file says and what follows from it, as text and as JSON; and what is wrong with one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from services.county.problem import CountyFileError, Problem
from services.county.reader import load
from services.county.show_json import county_as_json
from services.county.show_text import county_as_text


def check_text(path: str | Path) -> list[str]:
    """Every mistake of a county file, a line each: file, line, field, what, allowed. Empty when it is right."""
    return [str(problem) for problem in _problems(path)]


def check_json(path: str | Path) -> list[dict[str, str | int]]:
    """Every mistake of a county file as objects of `file line field what allowed`."""
    return [problem.as_json() for problem in _problems(path)]


def _problems(path: str | Path) -> list[Problem]:
    try:
        load(path)
    except CountyFileError as error:
        return error.problems
    return []


def show_text(path: str | Path, day: date) -> str:
    """A county file as a readable page, with who is on duty on this day. Raises CountyFileError."""
    return county_as_text(load(path), day)


def show_json(path: str | Path, day: date) -> dict[str, Any]:
    """A county file and what follows from it as JSON. Raises CountyFileError."""
    return county_as_json(load(path), day)
