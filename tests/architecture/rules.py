"""The rules of the house that a linter does not know: each takes a checkout and returns its complaints."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST_FILE = 250
NAMES_THAT_SAY_NOTHING = re.compile(r"^(utils?|helpers?|common|managers?|misc|base_.*)$")
# nameko's own ways into the bus lose messages; the chassis has better ones.
NAMEKO_TRAPS = {"event_handler", "EventDispatcher", "requeue_on_error", "rpc"}
DOMAIN_MAY_IMPORT = ("services.county", "services.contracts.vocabulary", "services.contracts.refusals")
UNFINISHED = re.compile(r"\b(" + "TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImpl" + r"ementedError)\b")
TIME_OF_DAY = {"now", "utcnow", "today", "time_ns", "monotonic"}


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Python files of the named folders, in a fixed order."""
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*.py") if "__pycache__" not in path.parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def holding(words: Iterable[str], paths: Iterable[Path]) -> Iterator[Path]:
    """Files in which one of the words stands at all: only these need be parsed, which takes a hundred times as long."""
    wanted = tuple(words)
    return (path for path in paths if any(word in path.read_text(encoding="utf-8") for word in wanted))


def too_long(root: Path) -> list[str]:
    """Files over the cap: such a file is two rooms."""
    counted = [(path, len(path.read_text(encoding="utf-8").splitlines())) for path in _all_python(root)]
    return [
        f"{path.relative_to(root)}: {lines} lines, at most {LONGEST_FILE}"
        for path, lines in counted
        if lines > LONGEST_FILE
    ]


def names_that_say_nothing(root: Path) -> list[str]:
    """Files and folders whose names would take in anything."""
    return [
        f"{path.relative_to(root)}: the name '{part}' says nothing"
        for path in _all_python(root)
        for part in path.relative_to(root).with_suffix("").parts
        if NAMES_THAT_SAY_NOTHING.match(part)
    ]


def nameko_traps(root: Path) -> list[str]:
    """Uses of nameko's entrypoints that are known to lose messages, anywhere outside the bus."""
    bus = root / "services" / "chassis" / "bus"
    return [
        f"{path.relative_to(root)}:{node.lineno}: '{name}' is forbidden outside chassis/bus"
        for path in holding(NAMEKO_TRAPS, python_files(root, "services"))
        if bus not in path.parents
        for node, name in _names_used(tree(path))
        if name in NAMEKO_TRAPS
    ]


def impure_domains(root: Path) -> list[str]:
    """Imports of a domain beyond the standard library, its own rules, the county, the vocabulary and the refusals."""
    complaints = []
    for path in _domain_files(root):
        own = ".".join(path.relative_to(root).parts[:3])
        for line, module in _imports(tree(path)):
            allowed = module.split(".")[0] in sys.stdlib_module_names or _within(module, (*DOMAIN_MAY_IMPORT, own))
            if not allowed:
                complaints.append(f"{path.relative_to(root)}:{line}: a domain must not import {module}")
    return complaints


def clocks_in_domains(root: Path) -> list[str]:
    """A rule is told the time; it never asks for it."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: a rule must not ask for the time"
        for path in holding(TIME_OF_DAY, _domain_files(root))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TIME_OF_DAY
    ]


def sleeping_services(root: Path) -> list[str]:
    """`time.sleep` in a service: what waits, waits for a condition; the console does so in its one waiting room.

    The hub's beat is where a whole process rests, as it does in its poll: no green thread waits there (decision 0019).
    """
    resting = {root / "services" / "console" / "waiting.py", root / "services" / "chassis" / "beat.py"}
    return [
        f"{path.relative_to(root)}:{number}: time.sleep"
        for path in python_files(root, "services")
        if path not in resting
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "time.sleep(" in line
    ]


def unfinished(root: Path) -> list[str]:
    """Marks of work left undone."""
    return [
        f"{path.relative_to(root)}:{number}: {found.group(0)}"
        for path in _all_python(root)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := UNFINISHED.search(line))
    ]


def swallowed_exceptions(root: Path) -> list[str]:
    """Handlers that catch everything and do nothing."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: an exception disappears here"
        for path in holding(("Exception", "except:", "except :"), _all_python(root))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node) and _does_nothing(node.body)
    ]


def idle_tests(root: Path) -> list[str]:
    """Tests that claim nothing, by themselves or by a function beside them, and tests that are left out."""
    complaints = []
    for path in python_files(root, "tests"):
        module = tree(path)
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        claiming = {function.name for function in functions if _claims(function, set())}
        for node in functions:
            if node.name.startswith("test_") and not _claims(node, claiming):
                complaints.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} asserts nothing")
        for found in ast.walk(module):
            if isinstance(found, ast.Attribute) and found.attr in ("skip", "skipif", "xfail"):
                complaints.append(f"{path.relative_to(root)}:{found.lineno}: a test is left out by {found.attr}")
    return complaints


def _all_python(root: Path) -> Iterator[Path]:
    return python_files(root, "services", "deploy", "tests")


def _domain_files(root: Path) -> Iterator[Path]:
    return (path for path in python_files(root, "services") if "domain" in path.relative_to(root).parts[2:3])


def _imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def _names_used(module: ast.Module) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((node, alias.name.split(".")[-1]) for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node, node.attr


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kind = handler.type
    return kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException"))


def _does_nothing(body: list[ast.stmt]) -> bool:
    return all(isinstance(node, ast.Pass | ast.Continue) for node in body)


def _claims(function: ast.FunctionDef, claiming: set[str]) -> bool:
    """An assertion, an expected error, or a call of something that is known to claim or is named for it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("raises", "fail") or name in claiming or name.startswith(("assert_", "expect")):
                return True
    return False
