"""A few made-up messages with replies, as `countynet replay` takes them, and the hub that plays them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from services.console.main import main
from tests.integration.hub_under_test import Hub

TOPICS = (
    ("路灯", "小区门口的路灯坏了一个星期,晚上看不清路。", "路灯已于昨日修复。"),
    ("停水", "三号楼连续停水两天,没有通知。", "水管已抢修完毕,恢复供水。"),
    ("噪声", "楼下夜宵摊凌晨还在营业,吵得睡不着。", "已责令该摊点按时收摊。"),
    ("公交", "早高峰的公交车一个小时才来一班。", "将调整早高峰发车间隔。"),
    ("学区", "请问明年入学的划片有没有变化?", "划片方案将在五月公布。"),
    ("别的", "你好,这里有一件事想说。", "感谢来信,已记录。"),
)


def messages(path: Path, many: int, *, first: str = "2026-03-02T08:10:00", apart_minutes: int = 25) -> Path:
    """Write `many` messages from an instant on; every one is answered within five hours to two days."""
    begun = datetime.fromisoformat(first)
    with path.open("w", encoding="utf-8") as out:
        for n in range(many):
            topic, text, reply = TOPICS[n % len(TOPICS)]
            submitted = begun + timedelta(minutes=apart_minutes * n)
            row = {
                "id": f"{path.stem}-{n}",
                "user": f"用户{n}",
                "topic": f"{topic}{n}",
                "submitted_at": submitted.isoformat(),
                "text": f"{text}({n})",
                "reply": f"{reply}({n})",
                "replied_at": (submitted + timedelta(hours=5 + 11 * (n % 5))).isoformat(),
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def reconciled(hub: Hub) -> list[dict[str, Any]]:
    """Every difference that `countynet reconcile` finds; its exit code says whether there are any.

    The command runs within this process: one of its own would mostly import, and it is asked for very often.
    """
    where = {"COUNTYNET_VAR": str(hub.var), "COUNTYNET_PORT_BASE": str(hub.base)}
    done = CliRunner(env=where).invoke(main, ["reconcile", "--json"], catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["list"]
    assert done.exit_code == (1 if found else 0)
    return found
