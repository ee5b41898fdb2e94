"""Each fault that the house forbids, planted in a copy of the checkout, is found and named."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the checks read."""
    copy = tmp_path / "a checkout"
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for folder in ("services", "deploy"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "tests").mkdir()
    return copy


def plant(checkout: Path, name: str, text: str) -> None:
    path = checkout / name
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_make_check_runs_the_import_rules_and_these_tests() -> None:
    done = subprocess.run(["make", "-n", "check"], cwd=ROOT, capture_output=True, text=True, check=True)
    for step in ("ruff check", "ruff format --check", "mypy", "lint-imports", "tests/architecture", "document --check"):
        assert step in done.stdout


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        (
            "services/routing/service.py",
            "import services.intake.store\n",
            "services.routing.service -> services",
        ),
        ("services/county/reader.py", "import services.intake.store\n", "services.county.reader -> services"),
        ("services/chassis/clock.py", "import services.routing.domain\n", "services.chassis.clock -> services"),
        ("services/routing/domain/planted.py", "import services.chassis.clock\n", "services.routing.domain.planted"),
        ("services/routing/use_cases/planted.py", "import services.routing.service\n", "services.routing.use_cases"),
        ("services/oversight/use_cases/planted.py", "import nameko.events\n", "services.oversight.use_cases.planted"),
        ("services/helpers.py", "", "services.helpers"),
        ("services/utils/__init__.py", "", "services.utils"),
        ("services/chassis/helpers.py", "", "services.chassis.helpers"),
        ("services/intake/helpers.py", "", "services.intake.helpers"),
    ],
)
def test_a_forbidden_import_or_room_breaks_the_import_rules(checkout: Path, file: str, text: str, reason: str) -> None:
    (checkout / file).parent.mkdir(exist_ok=True)
    plant(checkout, file, text)
    done = lint_imports(checkout)
    assert done.returncode == 1
    assert reason in " ".join(done.stdout.split())


def test_the_import_rules_hold_for_the_checkout_as_it_is(checkout: Path) -> None:
    done = lint_imports(checkout)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("rule", "file", "text", "reason"),
    [
        (rules.too_long, "services/intake/planted.py", "x = 1\n" * 251, "251 lines, at most 250"),
        (rules.names_that_say_nothing, "services/intake/helpers.py", "", "the name 'helpers' says nothing"),
        (rules.names_that_say_nothing, "services/base_service.py", "", "the name 'base_service' says nothing"),
        (
            rules.nameko_traps,
            "services/intake/planted.py",
            "from nameko.events import event_handler\n",
            "event_handler",
        ),
        (rules.impure_domains, "services/intake/domain/planted.py", "import orjson\n", "must not import orjson"),
        (
            rules.impure_domains,
            "services/intake/domain/planted.py",
            "from services.contracts import registry\n",
            "must not import services.contracts.registry",
        ),
        (
            rules.clocks_in_domains,
            "services/intake/domain/planted.py",
            "from datetime import datetime\nx = datetime.now()\n",
            "must not ask for the time",
        ),
        (rules.sleeping_services, "services/intake/planted.py", "import time\ntime.sleep(1)\n", "planted.py:2"),
        (rules.unfinished, "services/intake/planted.py", "# TO" + "DO later\n", "planted.py:1"),
        (
            rules.swallowed_exceptions,
            "services/intake/planted.py",
            "try:\n    x = 1\nexcept Exception:\n    pass\n",
            "planted.py:3",
        ),
        (rules.idle_tests, "tests/test_planted.py", "def test_nothing() -> None:\n    print(1)\n", "asserts nothing"),
        (rules.idle_tests, "tests/test_planted.py", "import pytest\npytest.skip('later')\n", "left out by skip"),
    ],
)
def test_a_planted_fault_is_found_and_named(
    checkout: Path, rule: Callable[[Path], list[str]], file: str, text: str, reason: str
) -> None:
    plant(checkout, file, text)
    assert any(reason in complaint for complaint in rule(checkout))
