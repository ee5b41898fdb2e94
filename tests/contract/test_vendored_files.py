"""What is not ours is unchanged: every vendored file has the sum that its list gives, and a licence."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "services" / "chassis" / "web" / "static", ROOT / "tests" / "browser" / "vendor")
ROW = re.compile(r"^\| `(?P<file>[^`]+)` .*\| `(?P<sum>[0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_file_is_the_one_that_was_taken(folder: Path) -> None:
    listed = {found["file"]: found["sum"] for found in ROW.finditer((folder / "VENDOR.md").read_text(encoding="utf-8"))}
    assert listed
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in listed} == listed
    assert {path.name for path in folder.glob("*.min.*")} == set(listed)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_licence_is_there(folder: Path) -> None:
    assert [path for path in folder.rglob("*.txt") if path.stat().st_size > 200]
