"""Debian's Chromium before one hub for all of this folder; both are gone before the next folder's tests begin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visitor import HEIGHTS, Visitor
from tests.integration.hub_under_test import Hub, started

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--lang=zh-CN",
]
WIDTHS = (360, 1920)
SECONDS = 15
"""So long a page has to show what is expected: its parts ask again every five seconds, on a busy machine later."""

expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """While tests are written, `COUNTYNET_TEST_VAR` names the folder of a hub that runs already and is left running."""
    if given := os.environ.get("COUNTYNET_TEST_VAR"):
        yield Hub.found(Path(given))
        return
    with started(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all windows. While it is open its event loop runs: nothing beside it can run one of its own."""
    assert Path(CHROMIUM).exists(), "run deploy/local/setup.sh test"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """A telephone, and the wall of a control room."""
    return int(request.param)


Comes = Callable[..., Visitor]


@pytest.fixture
def comes(hub: Hub, browser: Browser) -> Iterator[Comes]:
    """Open windows: `comes(width, scripts=True)`; each is examined once more when the test is over."""
    visitors: list[Visitor] = []
    contexts = []

    def open_window(width: int = 1920, *, scripts: bool = True) -> Visitor:
        size = {"width": width, "height": HEIGHTS.get(width, 900)}
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=scripts
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitors.append(Visitor(hub, context, width, scripts))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        assert visitor.troubles == []
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(comes: Comes, width: int) -> Visitor:
    """Somebody at each width in turn."""
    return comes(width)
