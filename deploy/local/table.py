"""The processes of a hub as rows: what `up` and `status` show."""

import time
from typing import Any, TypedDict

from deploy.local import supervision
from deploy.local.plan import Plan
from deploy.local.program import Program


class Row(TypedDict):
    """One process: `pid` 0 when it does not run, `uptime` in whole seconds."""

    name: str
    pid: int
    state: str
    port: int
    uptime: int


def rows(plan: Plan, programs: list[Program]) -> list[Row]:
    """The supervisor and each program; STOPPED for all when there is no supervisor."""
    if not supervision.runs(plan):
        names = [("supervisor", plan.ports["supervisor"]), *((program.name, program.port) for program in programs)]
        return [Row(name=name, pid=0, state="STOPPED", port=port, uptime=0) for name, port in names]
    asked = supervision.ask(plan)
    known: dict[str, dict[str, Any]] = {info["name"]: info for info in asked.getAllProcessInfo()}
    begun = (plan.var / "supervisor.pid").stat().st_mtime
    first = Row(
        name="supervisor",
        pid=asked.getPID(),
        state="RUNNING",
        port=plan.ports["supervisor"],
        uptime=int(time.time() - begun),
    )
    return [first, *(_row(program, known.get(program.name)) for program in programs)]


def _row(program: Program, info: dict[str, Any] | None) -> Row:
    if info is None:
        return Row(name=program.name, pid=0, state="STOPPED", port=program.port, uptime=0)
    uptime = info["now"] - info["start"] if info["pid"] else 0
    return Row(name=program.name, pid=info["pid"], state=info["statename"], port=program.port, uptime=uptime)


def print_table(found: list[Row]) -> None:
    print(f"{'name':<12}{'pid':>8}  {'state':<10}{'port':>6}{'uptime':>10}")
    for row in found:
        print(
            f"{row['name']:<12}{row['pid'] or '-':>8}  {row['state']:<10}{row['port']:>6}{_spoken(row['uptime']):>10}"
        )


def _spoken(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
