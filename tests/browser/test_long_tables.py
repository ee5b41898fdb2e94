"""Long tables on a telephone: a row is a small sheet, and no cell's words run into the name of its column."""

from __future__ import annotations

from tests.browser.conftest import WIDTHS, Comes
from tests.browser.visitor import Visitor

LEAST = 6
"""Pixels between a column's name and what stands in the cell, on every one of its lines."""

GAPS = """() => [...document.querySelectorAll(".stacks td[data-column]")].map((cell) => {
  const name = document.createElement("span");
  name.textContent = cell.dataset.column;
  name.style.cssText = "position: absolute; white-space: nowrap; letter-spacing: 0";
  const inside = document.createRange();
  inside.selectNodeContents(cell);
  const begins = Math.min(...[...inside.getClientRects()].filter((box) => box.width > 0).map((box) => box.left));
  cell.append(name);
  const wide = name.getBoundingClientRect().width;
  name.remove();
  return [cell.dataset.column, begins - cell.getBoundingClientRect().left - wide];
})"""


def gaps(visitor: Visitor) -> dict[str, float]:
    """The narrowest gap behind each column's name, in pixels."""
    found: dict[str, float] = {}
    for column, gap in visitor.page.evaluate(GAPS):
        found[column] = min(gap, found.get(column, gap))
    return found


def test_on_a_telephone_the_board_of_units_keeps_names_and_words_apart(comes: Comes) -> None:
    visitor = comes(360)
    visitor.go("/units")
    found = gaps(visitor)
    assert found.keys() == {"责任人", "职务", "电话", "属地", "主办事项"}
    assert min(found.values()) >= LEAST, found
    visitor.look("units", *WIDTHS)


def test_on_a_telephone_figures_and_clocks_keep_names_and_words_apart(comes: Comes) -> None:
    visitor = comes(360)
    visitor.has_role("supervisor")
    for path in ("/work/oversight/figures", "/work/oversight/clocks"):
        visitor.go(path)
        assert all(gap >= LEAST for gap in gaps(visitor).values()), (path, gaps(visitor))
    visitor.go("/work/oversight/figures")
    assert gaps(visitor)
    visitor.look("figures-of-a-period", *WIDTHS)
