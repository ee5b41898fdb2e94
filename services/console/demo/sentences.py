"""What citizens bring and what departments answer: read from `sentences.yaml`, where every sentence is invented."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from services.console.demo.model import Trouble

FILE = Path(__file__).with_name("sentences.yaml")


@dataclass(frozen=True, slots=True)
class Sentences:
    """Troubles, and the small words by which two of a kind differ."""

    troubles: tuple[Trouble, ...]
    since: tuple[str, ...]
    closings: tuple[str, ...]


@cache
def sentences() -> Sentences:
    """The file, read once."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    troubles = tuple(Trouble(**each) for each in told["troubles"])
    return Sentences(troubles, tuple(told["since"]), tuple(told["closings"]))
