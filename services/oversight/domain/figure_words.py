"""How a figure is said in one line (指标的说法): its share, and the numbers that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SAID = {
    "first_satisfaction": "初次评价{rated}件，满意和基本满意{satisfied}件",
    "inside_grid": "矛盾隐患{troubles}件，网格内发现{found}件、处置{handled}件，尚在办{open}件",
    "matters": "收集{matters}件（线上{online}件、线下{offline}件），已解决{solved}件",
    "mediations": "受理{taken}件，成功{settled}件，不成{failed}件，撤回{withdrawn}件，在调{open}件",
    "patrols": "{grids}个网格、{weeks}周，应走访{owed}次，已走访{visits}次，还差{missing}次",
    "home_visits": "入户{visits}次、{households}户，发现诉求{matters}件",
}
"""What is said of a figure whose numbers lie side by side."""

NOTHING = "—"


def words_of(name: str, figure: Mapping[str, Any]) -> dict[str, str]:
    """A row `title share said` of one figure."""
    if name == "volume":
        share = figure["change_percent"]
        against = f"{figure['against']['from']} 至 {figure['against']['to']}"
        said = f"本期{figure['matters']}件，对比期（{against}）{figure['before']}件"
        return _row(figure, NOTHING if share is None else f"{share:+.2f}%", said)
    if name == "affairs":
        sorts = [f"{row['name']}{row['matters']}件（已解决{row['solved']}件）" for row in figure["affairs"]]
        return _row(figure, NOTHING, "，".join([*sorts, f"未分类{figure['unsorted']}件"]))
    if name == "whistles":
        sides = (("报到", figure["check_in"]), ("办理", figure["handling"]))
        said = "，".join(f"{what}按时{each['in_time']}次、超时{each['late']}次" for what, each in sides)
        return _row(figure, " / ".join(_percent(each["percent"]) for _, each in sides), said)
    return _row(figure, _percent(figure.get("percent")), SAID[name].format_map(figure))


def _row(figure: Mapping[str, Any], share: str, said: str) -> dict[str, str]:
    return {"title": str(figure["title"]), "share": share, "said": said}


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share:g}%"
