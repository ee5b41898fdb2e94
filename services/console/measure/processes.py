"""CPU seconds and memory of the hub's processes, from /proc; a process counts with everything that it started."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


class Usage:
    """CPU seconds since a process began (ended children included) and resident bytes, by name."""

    def __init__(self, cpu: Mapping[str, float], rss: Mapping[str, int], pids: Mapping[str, int]) -> None:
        self.cpu, self.rss, self.pids = dict(cpu), dict(rss), dict(pids)

    def spent_since(self, before: Usage) -> dict[str, float]:
        """CPU seconds by name between two readings; a process started in between counts from its start."""
        return {
            name: seconds - (before.cpu.get(name, 0.0) if before.pids.get(name) == self.pids[name] else 0.0)
            for name, seconds in self.cpu.items()
        }


def usage(roots: Mapping[str, int], alone: frozenset[str] = frozenset()) -> Usage:
    """Read each root process (name → pid) with all its descendants; another root among them counts by itself.

    Those `alone` are read without what they have started, ended or not.
    """
    stats = {pid: stat for pid in _pids() if (stat := _stat(pid)) is not None}
    children: dict[int, list[int]] = defaultdict(list)
    for pid, stat in stats.items():
        children[stat[0]].append(pid)
    others = set(roots.values())
    cpu: dict[str, float] = {}
    rss: dict[str, int] = {}
    for name, root in roots.items():
        family = [root] if name in alone else _family(root, children, others)
        members = [stats[pid] for pid in family if pid in stats]
        cpu[name] = sum(stat[1] if name in alone else stat[1] + stat[2] for stat in members)
        rss[name] = sum(stat[3] for stat in members)
    return Usage(cpu, rss, {name: pid for name, pid in roots.items()})


def _family(root: int, children: Mapping[int, list[int]], others: set[int]) -> Iterable[int]:
    yield root
    for child in children.get(root, ()):
        if child not in others:
            yield from _family(child, children, others)


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal()]


def _stat(pid: int) -> tuple[int, float, float, int] | None:
    """Parent, CPU seconds, those of its ended children, resident bytes; None when the process has ended."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    own, of_children = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return int(fields[1]), own / TICKS, of_children / TICKS, int(fields[21]) * PAGE
