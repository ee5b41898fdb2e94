"""How a run is shared out among workers: what shares a hub stays together, and what takes longest begins first.

A unit is done by one worker, one test after the other. Files of one folder that share the folder's hub are one unit,
so that only one worker starts that hub; every other file is a unit of its own. The long units come first and the short
ones last, so that no worker is left alone at the end.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
SHARING = ("tests/browser", "tests/integration", "tests/journey")
"""Folders of which the files share one hub, but for those that start one of their own."""
OF_ITS_OWN = re.compile(r"^PLACE = |^def hub\(|\bstarted\(", re.MULTILINE)
ORDER = ("tests/browser", "tests/journey", "tests/integration", "tests/monitoring", "tests/chaos", "tests/deployment")
"""By how long their units take; the units of all other folders are short and come last."""


@cache
def unit(path: str) -> str:
    """The unit that a test file belongs to, by its path from the root: a folder with a common hub, or the file."""
    folder = path.rpartition("/")[0]
    if folder in SHARING and not OF_ITS_OWN.search((ROOT / path).read_text(encoding="utf-8")):
        return folder
    return path


def place(path: str) -> tuple[int, str]:
    """Where a test file stands in the order of a run, its unit's files side by side."""
    found = unit(path)
    folder = next((n for n, folder in enumerate(ORDER) if found.startswith(folder)), len(ORDER))
    return folder, found


class ByUnit(LoadScopeScheduling):
    """Gives each worker a unit at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid.partition("::")[0])
